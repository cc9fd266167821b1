<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Freeze</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation>실시간으로</translation>
    </message>
    <message>
        <source>Hide while held</source>
        <translation>누르는 동안 숨김</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>숨김</translation>
    </message>
    <message>
        <source>Overlay off, on</source>
        <translation>오버레이 끄기, 켜기</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>오버레이</translation>
    </message>
    <message>
        <source>Keep still</source>
        <translation>화면 저장</translation>
    </message>
    <message>
        <source>Still</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Save the last 10 s</source>
        <translation>직전 10초 저장</translation>
    </message>
    <message>
        <source>Save the last 30 s</source>
        <translation>직전 30초 저장</translation>
    </message>
    <message>
        <source>Save the last 60 s</source>
        <translation>직전 60초 저장</translation>
    </message>
    <message>
        <source>Kept pictures</source>
        <translation>보관된 화면</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>보관</translation>
    </message>
    <message>
        <source>Discard kept picture</source>
        <translation>보관된 화면 버리기</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>Confirm item</source>
        <translation>항목 확인</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>확인</translation>
    </message>
    <message>
        <source>Not obtainable</source>
        <translation>확인 불가</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Item before</source>
        <translation>이전 항목</translation>
    </message>
    <message>
        <source>Next item</source>
        <translation>다음 항목</translation>
    </message>
    <message>
        <source>New examination</source>
        <translation>새 검사</translation>
    </message>
    <message>
        <source>View: head</source>
        <translation>단면: 머리</translation>
    </message>
    <message>
        <source>View: neck</source>
        <translation>단면: 목</translation>
    </message>
    <message>
        <source>View: thorax</source>
        <translation>단면: 가슴</translation>
    </message>
    <message>
        <source>View: abdomen</source>
        <translation>단면: 복부</translation>
    </message>
    <message>
        <source>View: extremity</source>
        <translation>단면: 팔다리</translation>
    </message>
    <message>
        <source>View: spine</source>
        <translation>단면: 척추</translation>
    </message>
    <message>
        <source>View: none</source>
        <translation>단면: 없음</translation>
    </message>
    <message>
        <source>View from the model again</source>
        <translation>모델의 단면으로</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>none; the processor computes</source>
        <translation>없음. 프로세서가 계산합니다</translation>
    </message>
    <message>
        <source>{engine} {precision}: {rate:.1f}/s, deviation {off:.3f} of what is allowed</source>
        <translation>{engine} {precision}: {rate:.1f}/s, 편차는 허용치의 {off:.3f}</translation>
    </message>
    <message>
        <source>It gives another answer than the network should. Bring its drivers up to date.</source>
        <translation>신경망과 다른 답을 냅니다. 드라이버를 최신으로 바꾸세요.</translation>
    </message>
    <message>
        <source>Speed of the network</source>
        <translation>신경망 속도</translation>
    </message>
    <message>
        <source>{rate:.1f} pictures a second</source>
        <translation>초당 {rate:.1f}장</translation>
    </message>
    <message>
        <source>At least 8 a second are needed. Close other programs, or use a faster computer.</source>
        <translation>초당 8장 이상이어야 합니다. 다른 프로그램을 닫거나 더 빠른 컴퓨터를 쓰세요.</translation>
    </message>
    <message>
        <source>Codecs</source>
        <translation>코덱</translation>
    </message>
    <message>
        <source>{codecs} cannot be read. Install Fetalens again.</source>
        <translation>{codecs} 코덱을 읽을 수 없습니다. Fetalens를 다시 설치하세요.</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>동영상</translation>
    </message>
    <message>
        <source>12 of 12 frames written as H.264 and read again</source>
        <translation>12프레임 중 12프레임을 H.264로 쓰고 다시 읽었습니다</translation>
    </message>
    <message>
        <source>A clip could not be written and read again. Install Fetalens again.</source>
        <translation>동영상을 쓰고 다시 읽지 못했습니다. Fetalens를 다시 설치하세요.</translation>
    </message>
    <message>
        <source>Capture cards</source>
        <translation>캡처 카드</translation>
    </message>
    <message>
        <source>There is none. Plug one in to check it.</source>
        <translation>없습니다. 점검하려면 연결하세요.</translation>
    </message>
    <message>
        <source>This system does not tell them. They stand in its manual.</source>
        <translation>이 시스템에서는 알 수 없습니다. 카드 설명서를 확인하세요.</translation>
    </message>
    <message>
        <source>None has 720 lines and 25 pictures a second, as a scanner sends. Use a USB 3 socket, or another card.</source>
        <translation>초음파 장비가 보내는 720줄, 초당 25장에 맞는 모드가 없습니다. USB 3 단자나 다른 카드를 쓰세요.</translation>
    </message>
    <message>
        <source>Do not ask for {modes}: a scanner sends 720 lines and 25 pictures a second, or more.</source>
        <translation>{modes}은(는) 요청하지 마세요. 초음파 장비는 720줄, 초당 25장 이상을 보냅니다.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>영상 소스</translation>
    </message>
    <message>
        <source>{source}: {rate:.0f}/s came</source>
        <translation>{source}: {rate:.0f}/s 들어옴</translation>
    </message>
    <message>
        <source>Less came than a scanner sends. Open {url}.</source>
        <translation>초음파 장비가 보내는 것보다 적게 들어왔습니다. {url}을(를) 여세요.</translation>
    </message>
    <message>
        <source>The picture has {height} lines, and a scanner sends 720 or more. Ask the card for another size, or set the scanner&apos;s output.</source>
        <translation>화면이 {height}줄인데 초음파 장비는 720줄 이상을 보냅니다. 카드에 다른 크기를 요청하거나 장비의 출력을 바꾸세요.</translation>
    </message>
    <message>
        <source>It could not be asked ({fault}). Plug it in again, and see that you may use it.</source>
        <translation>카드에 물어보지 못했습니다({fault}). 다시 연결하고 사용 권한을 확인하세요.</translation>
    </message>
    <message>
        <source>Modes of {card}</source>
        <translation>{card}의 모드</translation>
    </message>
    <message>
        <source>{modes} and {count} more</source>
        <translation>{modes} 외 {count}개</translation>
    </message>
    <message>
        <source>Less than 20 pictures a second came. Ask for another size, rate or format.</source>
        <translation>초당 20장보다 적게 들어왔습니다. 다른 크기, 속도, 형식을 요청하세요.</translation>
    </message>
    <message>
        <source>Disk left</source>
        <translation>디스크 여유</translation>
    </message>
    <message>
        <source>{room:.0f} GB</source>
        <translation>{room:.0f} GB</translation>
    </message>
    <message>
        <source>At least 2 GB are needed. Free the disk, or choose another folder.</source>
        <translation>2 GB 이상 필요합니다. 디스크를 비우거나 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>{folder} cannot be written to. Choose another folder.</source>
        <translation>{folder} 폴더에 쓸 수 없습니다. 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Disk speed</source>
        <translation>디스크 속도</translation>
    </message>
    <message>
        <source>{speed:.0f} MB/s</source>
        <translation>{speed:.0f} MB/s</translation>
    </message>
    <message>
        <source>At least 20 MB/s are needed. Choose a folder on a faster disk.</source>
        <translation>20 MB/s 이상이어야 합니다. 더 빠른 디스크의 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>readable</source>
        <translation>읽을 수 있음</translation>
    </message>
    <message>
        <source>Room profile</source>
        <translation>검사실 프로필</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>파일 열기</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Pause AI</source>
        <translation>AI 멈춤</translation>
    </message>
    <message>
        <source>AI</source>
        <translation>AI</translation>
    </message>
    <message>
        <source>Synchronised, low latency</source>
        <translation>동기화, 저지연</translation>
    </message>
    <message>
        <source>Less fill</source>
        <translation>채움 줄이기</translation>
    </message>
    <message>
        <source>More fill</source>
        <translation>채움 늘리기</translation>
    </message>
    <message>
        <source>Outline only</source>
        <translation>윤곽선만</translation>
    </message>
    <message>
        <source>Hatch on, off</source>
        <translation>무늬 켜기, 끄기</translation>
    </message>
    <message>
        <source>Labels: names, short, none</source>
        <translation>이름표: 이름, 약어, 없음</translation>
    </message>
    <message>
        <source>Preset: scan, teach, patient</source>
        <translation>보기: 검사, 교육, 환자</translation>
    </message>
    <message>
        <source>Colours: next choice</source>
        <translation>색: 다음 선택</translation>
    </message>
    <message>
        <source>Lines: own styles, solid</source>
        <translation>선: 구조별, 실선</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>계측</translation>
    </message>
    <message>
        <source>Patient window on, off</source>
        <translation>환자 화면 열기, 닫기</translation>
    </message>
    <message>
        <source>Show this picture to the patient</source>
        <translation>이 영상을 환자에게 보이기</translation>
    </message>
    <message>
        <source>Show the patient what is live</source>
        <translation>실시간 영상을 환자에게 보이기</translation>
    </message>
    <message>
        <source>Patient window black</source>
        <translation>환자 화면 가리기</translation>
    </message>
    <message>
        <source>Hand-out page</source>
        <translation>설명지</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>체크리스트</translation>
    </message>
    <message>
        <source>This picture</source>
        <translation>현재 영상</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>전체 화면</translation>
    </message>
    <message>
        <source>Dim all but the picture</source>
        <translation>영상 외 어둡게</translation>
    </message>
    <message>
        <source>All commands, by typing</source>
        <translation>명령 입력</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Show and adjust the fan</source>
        <translation>부채꼴 표시와 조정</translation>
    </message>
    <message>
        <source>Back to the found fan</source>
        <translation>찾은 부채꼴로 되돌리기</translation>
    </message>
    <message>
        <source>Check this room</source>
        <translation>이 검사실 점검</translation>
    </message>
    <message>
        <source>Room profiles</source>
        <translation>검사실 프로필</translation>
    </message>
    <message>
        <source>Delete room profile</source>
        <translation>검사실 프로필 삭제</translation>
    </message>
    <message>
        <source>Sheet of keys</source>
        <translation>단축키 표</translation>
    </message>
    <message>
        <source>Close the topmost message</source>
        <translation>맨 위 메시지 닫기</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>종료</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>한 프레임 뒤로</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>한 프레임 앞으로</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>1초 뒤로</translation>
    </message>
    <message>
        <source>One second on</source>
        <translation>1초 앞으로</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>처음으로</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>끝으로</translation>
    </message>
    <message>
        <source>Previous view</source>
        <translation>이전 단면</translation>
    </message>
    <message>
        <source>Next view</source>
        <translation>다음 단면</translation>
    </message>
    <message>
        <source>Previous structure</source>
        <translation>이전 구조물</translation>
    </message>
    <message>
        <source>Next structure</source>
        <translation>다음 구조물</translation>
    </message>
    <message>
        <source>Previous kept picture</source>
        <translation>이전 보관 화면</translation>
    </message>
    <message>
        <source>Next kept picture</source>
        <translation>다음 보관 화면</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>느리게</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>빠르게</translation>
    </message>
    <message>
        <source>Loop: set A, set B, clear</source>
        <translation>반복: A, B, 해제</translation>
    </message>
    <message>
        <source>Normal speed</source>
        <translation>보통 속도</translation>
    </message>
    <message>
        <source>Practice: let it run</source>
        <translation>연습: 자동 진행</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>Practice: slide left</source>
        <translation>연습: 왼쪽 이동</translation>
    </message>
    <message>
        <source>Practice: slide right</source>
        <translation>연습: 오른쪽 이동</translation>
    </message>
    <message>
        <source>Practice: slide away</source>
        <translation>연습: 멀리 이동</translation>
    </message>
    <message>
        <source>Practice: slide near</source>
        <translation>연습: 가까이 이동</translation>
    </message>
    <message>
        <source>Practice: rotate left</source>
        <translation>연습: 왼쪽 회전</translation>
    </message>
    <message>
        <source>Practice: rotate right</source>
        <translation>연습: 오른쪽 회전</translation>
    </message>
    <message>
        <source>Practice: tilt away</source>
        <translation>연습: 뒤로 기울임</translation>
    </message>
    <message>
        <source>Practice: tilt near</source>
        <translation>연습: 앞으로 기울임</translation>
    </message>
    <message>
        <source>Practice: rock left</source>
        <translation>연습: 왼쪽 흔듦</translation>
    </message>
    <message>
        <source>Practice: rock right</source>
        <translation>연습: 오른쪽 흔듦</translation>
    </message>
    <message>
        <source>Practice: press</source>
        <translation>연습: 누르기</translation>
    </message>
    <message>
        <source>Practice: lift</source>
        <translation>연습: 들기</translation>
    </message>
    <message>
        <source>Practice: larger</source>
        <translation>연습: 확대</translation>
    </message>
    <message>
        <source>Practice: smaller</source>
        <translation>연습: 축소</translation>
    </message>
    <message>
        <source>There is no picture.</source>
        <translation>영상이 없습니다.</translation>
    </message>
    <message>
        <source>This is a file already.</source>
        <translation>이미 파일입니다.</translation>
    </message>
    <message>
        <source>AI is starting.</source>
        <translation>AI를 시작하는 중입니다.</translation>
    </message>
    <message>
        <source>{key} cannot be bound. Press another key.</source>
        <translation>{key} 키는 지정할 수 없습니다. 다른 키를 누릅니다.</translation>
    </message>
    <message>
        <source>{key} already does “{action}”. Press another key.</source>
        <translation>{key} 키는 이미 “{action}”에 쓰입니다. 다른 키를 누릅니다.</translation>
    </message>
    <message>
        <source>The settings bind keys to “{name}”, which is no action.</source>
        <translation>설정 파일이 없는 동작 “{name}”에 키를 지정합니다.</translation>
    </message>
    <message>
        <source>{key} cannot be bound, so “{action}” goes without it.</source>
        <translation>{key} 키는 지정할 수 없어 “{action}”에서 뺐습니다.</translation>
    </message>
    <message>
        <source>{key} is bound twice, to “{one}” and to “{other}”.</source>
        <translation>{key} 키가 “{one}”과 “{other}” 두 곳에 지정되었습니다.</translation>
    </message>
    <message>
        <source>{count} open: {names}</source>
        <translation>{count}개 남음: {names}</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{total}개 중 {done}개</translation>
    </message>
    <message>
        <source>{group}, {done} confirmed</source>
        <translation>{group}, {done} 확인함</translation>
    </message>
    <message>
        <source>Why not? Another route, such as transvaginal, may show it.</source>
        <translation>이유는? 질식 등 다른 경로로 보일 수 있습니다.</translation>
    </message>
    <message>
        <source>{held} of {total}</source>
        <translation>{total}개 중 {held}개</translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation>아직 못 봄</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>아직</translation>
    </message>
    <message>
        <source>seen by model</source>
        <translation>모델이 찾음</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>찾음</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>확인함</translation>
    </message>
    <message>
        <source>not obtainable</source>
        <translation>확인 불가</translation>
    </message>
    <message>
        <source>not had</source>
        <translation>불가</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>자세</translation>
    </message>
    <message>
        <source>CRL</source>
        <translation>CRL</translation>
    </message>
    <message>
        <source>Habitus</source>
        <translation>체형</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>검사 경로</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>기타</translation>
    </message>
    <message>
        <source>Structures</source>
        <translation>구조물</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Centred</source>
        <translation>중앙</translation>
    </message>
    <message>
        <source>Midline</source>
        <translation>정중선</translation>
    </message>
    <message>
        <source>Sharp</source>
        <translation>선명</translation>
    </message>
    <message>
        <source>Not complete</source>
        <translation>구조물 부족</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>너무 작음</translation>
    </message>
    <message>
        <source>Off centre</source>
        <translation>중앙 벗어남</translation>
    </message>
    <message>
        <source>Midline off centre</source>
        <translation>정중선 치우침</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>흐림</translation>
    </message>
    <message>
        <source>Off centre: bring it to the middle of the picture.</source>
        <translation>중앙을 벗어났습니다. 영상 가운데로 옮깁니다.</translation>
    </message>
    <message>
        <source>Midline off centre: its two sides differ in size.</source>
        <translation>정중선이 치우쳐 양쪽 크기가 다릅니다.</translation>
    </message>
    <message>
        <source>Blurred: focus, or wait until nothing moves.</source>
        <translation>흐립니다. 초점을 맞추거나 움직임이 멎기를 기다립니다.</translation>
    </message>
    <message>
        <source>Too small: enlarge until it fills half of the picture.</source>
        <translation>너무 작습니다. 영상의 절반을 채우도록 확대합니다.</translation>
    </message>
    <message>
        <source>Too small: enlarge until it fills a third of the picture.</source>
        <translation>너무 작습니다. 영상의 3분의 1을 채우도록 확대합니다.</translation>
    </message>
    <message>
        <source>Too small: enlarge until it fills a quarter of the picture.</source>
        <translation>너무 작습니다. 영상의 4분의 1을 채우도록 확대합니다.</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>검사자</translation>
    </message>
    <message>
        <source>model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>manual</source>
        <translation>직접 확인</translation>
    </message>
    <message>
        <source>reason: {reason}</source>
        <translation>사유: {reason}</translation>
    </message>
    <message>
        <source>{confirmed} confirmed, {seen} seen, of {total}</source>
        <translation>확인 {confirmed}, 찾음 {seen}, 전체 {total}</translation>
    </message>
    <message>
        <source>Not obtainable, said by you. Reason: {reason}.</source>
        <translation>직접 확인 불가로 표시했습니다. 이유: {reason}.</translation>
    </message>
    <message>
        <source>The model cannot see this: yours to judge.</source>
        <translation>모델이 볼 수 없는 항목입니다. 직접 판단합니다.</translation>
    </message>
    <message>
        <source>model: not seen yet ({names})</source>
        <translation>모델: 아직 못 봄 ({names})</translation>
    </message>
    <message>
        <source>model: seen ({names})</source>
        <translation>모델: 찾음 ({names})</translation>
    </message>
    <message>
        <source>Not complete: {names} not seen yet.</source>
        <translation>구조물 부족: {names} 아직 못 봄.</translation>
    </message>
    <message>
        <source>Your other keys are used; correct it in the settings.</source>
        <translation>다른 키는 그대로 사용합니다. 설정에서 고칠 수 있습니다.</translation>
    </message>
    <message>
        <source>Esc leaves it as it is. Del: the keys that ship.</source>
        <translation>Esc: 그대로 둡니다. Del: 기본 키로 되돌립니다.</translation>
    </message>
    <message>
        <source>“{action}” is done by {keys}.</source>
        <translation>“{action}”: {keys} 키로 실행합니다.</translation>
    </message>
    <message>
        <source>Press an action, then the key or the pedal that shall do it.</source>
        <translation>동작을 누른 다음, 그 동작에 쓸 키나 페달을 누릅니다.</translation>
    </message>
    <message>
        <source>synchronised</source>
        <translation>동기화</translation>
    </message>
    <message>
        <source>low latency</source>
        <translation>저지연</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>Ask for another size or rate in Source.</source>
        <translation>영상 소스에서 다른 크기나 속도를 요청하세요.</translation>
    </message>
    <message>
        <source>Close other programs.</source>
        <translation>다른 프로그램을 닫으세요.</translation>
    </message>
    <message>
        <source>Ask for a smaller picture in Source.</source>
        <translation>영상 소스에서 더 작은 영상을 요청하세요.</translation>
    </message>
    <message>
        <source>Check the cable and its USB port.</source>
        <translation>케이블과 USB 포트를 확인하세요.</translation>
    </message>
    <message>
        <source>Too slow: check this room.</source>
        <translation>느립니다. 이 검사실을 점검하세요.</translation>
    </message>
    <message>
        <source>Close Fetalens and start it again.</source>
        <translation>Fetalens를 닫고 다시 시작하세요.</translation>
    </message>
    <message>
        <source>Free the disk, or choose another folder.</source>
        <translation>디스크를 비우거나 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>{minutes:.0f} min</source>
        <translation>{minutes:.0f}분</translation>
    </message>
    <message>
        <source>frames in, 20/s or more</source>
        <translation>들어온 프레임, 20/s 이상</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>표시</translation>
    </message>
    <message>
        <source>frames a second shown</source>
        <translation>초당 표시한 프레임</translation>
    </message>
    <message>
        <source>To the screen</source>
        <translation>화면까지</translation>
    </message>
    <message>
        <source>p50, p95, p99; p95 to 50 ms</source>
        <translation>p50, p95, p99 (p95 50 ms까지)</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>분석</translation>
    </message>
    <message>
        <source>per frame, up to 125 ms</source>
        <translation>프레임당, 125 ms까지</translation>
    </message>
    <message>
        <source>Not kept</source>
        <translation>저장 안 됨</translation>
    </message>
    <message>
        <source>left out of the last minute</source>
        <translation>직전 1분에서 빠짐</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>up to 4000 MB</source>
        <translation>4000 MB까지</translation>
    </message>
    <message>
        <source>minutes of clips, 30 or more</source>
        <translation>동영상 분량, 30분 이상</translation>
    </message>
    <message>
        <source>Overlay age</source>
        <translation>오버레이 경과</translation>
    </message>
    <message>
        <source>good to 60 ms, gone at 150</source>
        <translation>60 ms까지 양호, 150에 사라짐</translation>
    </message>
    <message>
        <source>frames a second, 8 or more</source>
        <translation>초당 프레임, 8 이상</translation>
    </message>
    <message>
        <source>Analysis time</source>
        <translation>분석 시간</translation>
    </message>
    <message>
        <source>Not analysed</source>
        <translation>분석 안 함</translation>
    </message>
    <message>
        <source>network busy, newest first</source>
        <translation>신경망이 바빠 최신부터</translation>
    </message>
    <message>
        <source>Not delivered</source>
        <translation>들어오지 않음</translation>
    </message>
    <message>
        <source>left out by the source</source>
        <translation>소스가 빠뜨린 프레임</translation>
    </message>
    <message>
        <source>newer frame came first</source>
        <translation>새 프레임이 먼저 옴</translation>
    </message>
    <message>
        <source>Not shown</source>
        <translation>표시 안 함</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>엔진</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>해시</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>점수</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>신호</translation>
    </message>
    <message>
        <source>Keeping up</source>
        <translation>처리 속도</translation>
    </message>
    <message>
        <source>What runs</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>아직 없음</translation>
    </message>
    <message>
        <source>no temperature, no probabilities</source>
        <translation>온도 보정 없음, 확률 아님</translation>
    </message>
    <message>
        <source>temperature {temperature:.2f}</source>
        <translation>온도 {temperature:.2f}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>good</source>
        <translation>양호</translation>
    </message>
    <message>
        <source>Press the key or pedal now</source>
        <translation>키나 페달을 누르세요</translation>
    </message>
    <message>
        <source>Picture and AI</source>
        <translation>영상과 AI</translation>
    </message>
    <message>
        <source>For the patient</source>
        <translation>환자용</translation>
    </message>
    <message>
        <source>Replay, and frozen</source>
        <translation>재생 및 멈춤</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>창</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>연습</translation>
    </message>
    <message>
        <source>All commands</source>
        <translation>모든 명령</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>할 일을 입력합니다</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>No command has these words.</source>
        <translation>해당하는 명령이 없습니다.</translation>
    </message>
    <message>
        <source>{action}, key {key}</source>
        <translation>{action}, 키 {key}</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>약어</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Same frame</source>
        <translation>같은 프레임</translation>
    </message>
    <message>
        <source>Low latency</source>
        <translation>저지연</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>검사</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>교육</translation>
    </message>
    <message>
        <source>Same frame: masks only on the frame they were found in. Low latency: the newest frame, masks fade with age.</source>
        <translation>같은 프레임: 마스크를 찾은 그 프레임에만 표시합니다. 저지연: 최신 프레임에 표시하고 시간이 지나면 흐려집니다.</translation>
    </message>
    <message>
        <source>Fan only</source>
        <translation>부채꼴만</translation>
    </message>
    <message>
        <source>Whole screen</source>
        <translation>전체 화면</translation>
    </message>
    <message>
        <source>Fan only: stills are black outside of the fan, where scanners write names. Whole screen: stills of this source keep everything, names too.</source>
        <translation>부채꼴만: 이름이 적히는 부채꼴 바깥은 검게 저장합니다. 전체 화면: 이름을 포함해 모두 저장합니다.</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>채움</translation>
    </message>
    <message>
        <source>Hatch</source>
        <translation>무늬</translation>
    </message>
    <message>
        <source>Stills</source>
        <translation>저장 범위</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>숨김</translation>
    </message>
    <message>
        <source>steady</source>
        <translation>안정</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>불확실</translation>
    </message>
    <message>
        <source>Show {structure}</source>
        <translation>{structure} 표시</translation>
    </message>
    <message>
        <source>Hide {structure}</source>
        <translation>{structure} 숨김</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>재생</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>속도</translation>
    </message>
    <message>
        <source>earlier</source>
        <translation>그 이전</translation>
    </message>
    <message>
        <source>of the last {time:.0f} s</source>
        <translation>/ 직전 {time:.0f}초</translation>
    </message>
    <message>
        <source>Left out: no fan was known in it.</source>
        <translation>부채꼴 영역을 알 수 없어 싣지 않았습니다.</translation>
    </message>
    <message>
        <source>{time}, operator</source>
        <translation>{time}, 검사자</translation>
    </message>
    <message>
        <source>set by the operator; model: {view}</source>
        <translation>검사자가 지정, 모델: {view}</translation>
    </message>
    <message>
        <source>not analysed</source>
        <translation>분석 안 됨</translation>
    </message>
    <message>
        <source>model {hash}</source>
        <translation>모델 {hash}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>frame {number} of {count}</source>
        <translation>프레임 {number} / {count}</translation>
    </message>
    <message>
        <source>Loop a part: set its start</source>
        <translation>구간 반복: 시작 지정</translation>
    </message>
    <message>
        <source>Loop a part: set its end</source>
        <translation>구간 반복: 끝 지정</translation>
    </message>
    <message>
        <source>Loop a part: clear it</source>
        <translation>구간 반복: 해제</translation>
    </message>
    <message>
        <source>Probe and fetus. Drag to slide the probe</source>
        <translation>탐촉자와 태아. 끌어서 탐촉자를 옮깁니다</translation>
    </message>
    <message>
        <source>skin</source>
        <translation>피부</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>등</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>앞</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>왼쪽</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>오른쪽</translation>
    </message>
    <message>
        <source>Drag slides, wheel rotates. With Shift: tilt, rock, press. The dot is the picture&apos;s left.</source>
        <translation>끌면 이동, 휠은 회전입니다. Shift와 함께: 기울임, 흔듦, 누름. 점이 영상의 왼쪽입니다.</translation>
    </message>
    <message>
        <source>Keys: Alt and arrows slide, with Shift they tilt and rock. Alt with comma and point rotates, with PgDn and PgUp presses and lifts, with + and - zooms.</source>
        <translation>키: Alt+화살표는 이동, Shift를 더하면 기울임과 흔듦입니다. Alt+쉼표, 마침표는 회전, Alt+PgDn, PgUp은 누름과 듦, Alt +, -는 확대와 축소입니다.</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>회전</translation>
    </message>
    <message>
        <source>Tilt</source>
        <translation>기울임</translation>
    </message>
    <message>
        <source>Rock</source>
        <translation>흔듦</translation>
    </message>
    <message>
        <source>Press</source>
        <translation>누름</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Gestational age</source>
        <translation>임신 주수</translation>
    </message>
    <message>
        <source>The fetus lies on its</source>
        <translation>태아가 누운 쪽</translation>
    </message>
    <message>
        <source>The head is at the</source>
        <translation>머리 방향</translation>
    </message>
    <message>
        <source>New fetus</source>
        <translation>새 태아</translation>
    </message>
    <message>
        <source>Examination by itself</source>
        <translation>자동 검사</translation>
    </message>
    <message>
        <source>{view}. Drag to steer.</source>
        <translation>{view}. 끌어서 조종합니다.</translation>
    </message>
    <message>
        <source>You steer</source>
        <translation>직접 조종</translation>
    </message>
    <message>
        <source>Runs by itself in {time:.0f} s</source>
        <translation>{time:.0f}초 뒤 자동 진행</translation>
    </message>
    <message>
        <source>It runs already.</source>
        <translation>이미 진행 중입니다.</translation>
    </message>
    <message>
        <source>Practice phantom</source>
        <translation>연습용 팬텀</translation>
    </message>
    <message>
        <source>not a patient</source>
        <translation>환자 아님</translation>
    </message>
    <message>
        <source>GA</source>
        <translation>주수</translation>
    </message>
    <message>
        <source>On its</source>
        <translation>누운 쪽</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>머리</translation>
    </message>
    <message>
        <source>lifted</source>
        <translation>뗌</translation>
    </message>
    <message>
        <source>firm</source>
        <translation>세게</translation>
    </message>
    <message>
        <source>resting</source>
        <translation>닿음</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>표준</translation>
    </message>
    <message>
        <source>Red-green</source>
        <translation>적록</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>고대비</translation>
    </message>
    <message>
        <source>Own styles</source>
        <translation>구조별</translation>
    </message>
    <message>
        <source>All solid</source>
        <translation>모두 실선</translation>
    </message>
    <message>
        <source>Standard: for all eyes. Red-green: for eyes that confuse these. Contrast: white text, strong edges, full black below lines.</source>
        <translation>표준: 모든 눈에 맞춘 색입니다. 적록: 빨강과 초록을 구분하기 어려운 눈에 맞춘 색입니다. 고대비: 흰 글자, 뚜렷한 테두리, 선 밑의 짙은 검정입니다.</translation>
    </message>
    <message>
        <source>Own styles: dashes and dots tell structures apart without colour. All solid: colour and name alone do.</source>
        <translation>구조별: 색이 없어도 선 모양으로 구조를 구분합니다. 모두 실선: 색과 이름으로만 구분합니다.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>색</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>선</translation>
    </message>
    <message>
        <source>Keys and pedals</source>
        <translation>키와 페달</translation>
    </message>
    <message>
        <source>Close, key Esc</source>
        <translation>닫기, 키 Esc</translation>
    </message>
    <message>
        <source>NO SIGNAL</source>
        <translation>신호 없음</translation>
    </message>
    <message>
        <source>since {time}</source>
        <translation>{time}부터</translation>
    </message>
    <message>
        <source>AI late</source>
        <translation>AI 지연</translation>
    </message>
    <message>
        <source>Overlay paused</source>
        <translation>오버레이 멈춤</translation>
    </message>
    <message>
        <source>by you</source>
        <translation>직접 멈춤</translation>
    </message>
    <message>
        <source>SCANNER FROZEN</source>
        <translation>스캐너 정지됨</translation>
    </message>
    <message>
        <source>Overlay off</source>
        <translation>오버레이 꺼짐</translation>
    </message>
    <message>
        <source>age {time:.0f} ms</source>
        <translation>경과 {time:.0f} ms</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Turn AI on</source>
        <translation>AI 켜기</translation>
    </message>
    <message>
        <source>AI on</source>
        <translation>AI 작동</translation>
    </message>
    <message>
        <source>NO PICTURE</source>
        <translation>영상 없음</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>실시간</translation>
    </message>
    <message>
        <source>FROZEN</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>REPLAY</source>
        <translation>재생</translation>
    </message>
    <message>
        <source>AI off</source>
        <translation>AI 꺼짐</translation>
    </message>
    <message>
        <source>AI starting</source>
        <translation>AI 시작 중</translation>
    </message>
    <message>
        <source>AI paused</source>
        <translation>AI 멈춤</translation>
    </message>
    <message>
        <source>PRACTICE</source>
        <translation>연습</translation>
    </message>
    <message>
        <source>Fetalens</source>
        <translation>Fetalens</translation>
    </message>
    <message>
        <source>Research use, not for diagnosis</source>
        <translation>연구용, 진단용 아님</translation>
    </message>
    <message>
        <source>{count} of 2 marks are placed.</source>
        <translation>눈금 2개 중 {count}개를 찍었습니다.</translation>
    </message>
    <message>
        <source>Distance in mm</source>
        <translation>거리(mm)</translation>
    </message>
    <message>
        <source>Distance between the marks</source>
        <translation>두 눈금 사이의 거리</translation>
    </message>
    <message>
        <source>Calibrate</source>
        <translation>보정</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>채택</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Calibrate again</source>
        <translation>다시 보정</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>거리</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>타원</translation>
    </message>
    <message>
        <source>S keeps what you accepted, moved or placed, beside the still.</source>
        <translation>S를 누르면 채택하거나 옮기거나 직접 그린 계측을 화면과 함께 저장합니다.</translation>
    </message>
    <message>
        <source>No source</source>
        <translation>소스 없음</translation>
    </message>
    <message>
        <source>−{time:g} s</source>
        <translation>−{time:g}초</translation>
    </message>
    <message>
        <source>View</source>
        <translation>단면</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>{count}개 더</translation>
    </message>
    <message>
        <source>Close the message, key Esc</source>
        <translation>메시지 닫기, 키 Esc</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>영상 없음</translation>
    </message>
    <message>
        <source>held {time:.1f} s</source>
        <translation>{time:.1f}초 유지</translation>
    </message>
    <message>
        <source>from {structures}</source>
        <translation>근거: {structures}</translation>
    </message>
    <message>
        <source>set by you</source>
        <translation>직접 지정</translation>
    </message>
    <message>
        <source>No fan was found in this picture, so no still was kept. Whole screen, under This picture, keeps everything the scanner shows, names too.</source>
        <translation>이 영상에서 부채꼴을 찾지 못해 화면을 저장하지 않았습니다. 현재 영상의 전체 화면을 고르면 이름을 포함해 장비가 보여 주는 것을 모두 저장합니다.</translation>
    </message>
    <message>
        <source>The still could not be kept in {folder}: {fault}. The picture goes on; free the disk or choose another folder.</source>
        <translation>화면을 {folder} 폴더에 저장하지 못했습니다: {fault}. 영상은 계속됩니다. 디스크를 비우거나 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>model: {view}</source>
        <translation>모델: {view}</translation>
    </message>
    <message>
        <source>Look at the scanner, not here.</source>
        <translation>여기가 아니라 초음파 기기를 봅니다.</translation>
    </message>
    <message>
        <source>Check the cable at the capture card. Trying again.</source>
        <translation>캡처 카드의 케이블을 확인합니다. 다시 시도하는 중입니다.</translation>
    </message>
    <message>
        <source>The practice phantom is drawn too slowly.</source>
        <translation>연습용 팬텀을 그리는 속도가 너무 느립니다.</translation>
    </message>
    <message>
        <source>Close other programs. It goes on by itself.</source>
        <translation>다른 프로그램을 닫으면 저절로 계속됩니다.</translation>
    </message>
    <message>
        <source>Open the source again.</source>
        <translation>영상 소스를 다시 엽니다.</translation>
    </message>
    <message>
        <source>{time:.0f} s</source>
        <translation>{time:.0f}초</translation>
    </message>
    <message>
        <source>A picture to explain, not a diagnosis</source>
        <translation>설명을 돕는 그림이며 진단이 아닙니다</translation>
    </message>
    <message>
        <source>Practice phantom, not a patient</source>
        <translation>연습용 팬텀이며 환자가 아닙니다</translation>
    </message>
    <message>
        <source>live</source>
        <translation>실시간</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>녹화 영상</translation>
    </message>
    <message>
        <source>NO SIGNAL since {time}</source>
        <translation>{time}부터 신호 없음</translation>
    </message>
    <message>
        <source>Capture card</source>
        <translation>캡처 카드</translation>
    </message>
    <message>
        <source>Live, from the scanner</source>
        <translation>초음파 기기의 실시간 영상</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>파일 열기</translation>
    </message>
    <message>
        <source>Clip, DICOM or picture</source>
        <translation>동영상, DICOM, 사진</translation>
    </message>
    <message>
        <source>A phantom, not a patient</source>
        <translation>환자가 아닌 팬텀</translation>
    </message>
    <message>
        <source>rtsp://  udp://  tcp://  or screen:x,y,width,height</source>
        <translation>rtsp://  udp://  tcp://  또는 screen:x,y,너비,높이</translation>
    </message>
    <message>
        <source>Address of a stream</source>
        <translation>스트림 주소</translation>
    </message>
    <message>
        <source>Another picture</source>
        <translation>다른 영상</translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation>아직 영상이 없습니다</translation>
    </message>
    <message>
        <source>Esc goes back to the picture.</source>
        <translation>Esc 키로 영상으로 돌아갑니다.</translation>
    </message>
    <message>
        <source>Dropping a file anywhere in the window works too.</source>
        <translation>파일을 창에 끌어다 놓아도 열립니다.</translation>
    </message>
    <message>
        <source>Opened before</source>
        <translation>최근에 연 파일</translation>
    </message>
    <message>
        <source>No capture card was found. Connect one, then press again.</source>
        <translation>캡처 카드를 찾지 못했습니다. 연결한 다음 다시 누릅니다.</translation>
    </message>
    <message>
        <source>B-mode</source>
        <translation>B 모드</translation>
    </message>
    <message>
        <source>colour Doppler</source>
        <translation>컬러 도플러</translation>
    </message>
    <message>
        <source>two pictures</source>
        <translation>두 영상</translation>
    </message>
    <message>
        <source>no ultrasound picture</source>
        <translation>초음파 영상 없음</translation>
    </message>
    <message>
        <source>The fan is not known yet. AI finds it on a grey picture; turn AI on (X).</source>
        <translation>부채꼴을 아직 모릅니다. AI가 흑백 영상에서 찾습니다. AI를 켜세요 (X).</translation>
    </message>
    <message>
        <source>AI off: </source>
        <translation>AI 꺼짐: </translation>
    </message>
    <message>
        <source>The model could not be loaded. The picture goes on; the log says more.</source>
        <translation>모델을 불러오지 못했습니다. 영상은 계속됩니다. 자세한 내용은 로그에 있습니다.</translation>
    </message>
    <message>
        <source>The source could not be opened. The log says more.</source>
        <translation>영상 소스를 열지 못했습니다. 자세한 내용은 로그에 있습니다.</translation>
    </message>
    <message>
        <source>the signal is lost</source>
        <translation>신호가 끊겼습니다</translation>
    </message>
    <message>
        <source>masks belong to the frame they were found in</source>
        <translation>표시는 찾은 그 프레임에만 나타납니다</translation>
    </message>
    <message>
        <source>AI is off</source>
        <translation>AI가 꺼져 있습니다</translation>
    </message>
    <message>
        <source>AI is starting, the picture is live</source>
        <translation>AI를 시작하는 중이며 영상은 실시간입니다</translation>
    </message>
    <message>
        <source>AI is paused by you</source>
        <translation>AI를 직접 멈췄습니다</translation>
    </message>
    <message>
        <source>AI is late, the picture is live</source>
        <translation>AI가 늦어지고 있으며 영상은 실시간입니다</translation>
    </message>
    <message>
        <source>the screen shows {what}</source>
        <translation>화면 상태: {what}</translation>
    </message>
    <message>
        <source>View not assessed</source>
        <translation>단면 판정 안 함</translation>
    </message>
    <message>
        <source>The still could not be kept. The picture goes on; the log says more.</source>
        <translation>화면을 저장하지 못했습니다. 영상은 계속됩니다. 자세한 내용은 로그에 있습니다.</translation>
    </message>
    <message>
        <source>Whole screen kept in {folder}</source>
        <translation>전체 화면 저장됨: {folder}</translation>
    </message>
    <message>
        <source>Still kept in {folder}</source>
        <translation>화면 저장됨: {folder}</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>모델 없음</translation>
    </message>
    <message>
        <source>The former source could not be closed. The picture goes on; the log says more.</source>
        <translation>이전 영상 소스를 닫지 못했습니다. 영상은 계속됩니다. 자세한 내용은 로그에 있습니다.</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>중단됨</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>준비됨</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>영상 없음</translation>
    </message>
    <message>
        <source>this frame</source>
        <translation>이 프레임</translation>
    </message>
    <message>
        <source>{age}, overlay hidden</source>
        <translation>{age}, 오버레이 숨김</translation>
    </message>
    <message>
        <source>Open a clip, a DICOM cine or a picture</source>
        <translation>동영상, DICOM, 사진 열기</translation>
    </message>
    <message>
        <source>Import a profile</source>
        <translation>프로필 가져오기</translation>
    </message>
    <message>
        <source>Calipers</source>
        <translation>계측점</translation>
    </message>
    <message>
        <source>Nothing is measured in this picture, as it does not say how large its pixels are.</source>
        <translation>이 영상에는 픽셀 크기 정보가 없어 계측하지 않습니다.</translation>
    </message>
    <message>
        <source>To calibrate, press two marks of the scanner&apos;s depth scale that are far apart, and type the distance between them. It holds for this depth only.</source>
        <translation>보정하려면 스캐너 깊이 눈금에서 멀리 떨어진 두 눈금을 누르고 그 사이의 거리를 입력합니다. 지금 깊이에서만 유효합니다.</translation>
    </message>
    <message>
        <source>Drag an end, or move it by the arrow keys. Enter accepts, Del removes. Drag on the picture for a new one:</source>
        <translation>끝점을 끌거나 화살표 키로 옮깁니다. Enter는 채택, Del은 지우기입니다. 영상 위에서 끌면 새로 그립니다:</translation>
    </message>
    <message>
        <source>The picture runs. Freeze it to measure.</source>
        <translation>영상이 움직이고 있습니다. 멈춘 뒤에 계측합니다.</translation>
    </message>
    <message>
        <source>There are no masks of this picture to propose from: place the ends yourself.</source>
        <translation>제안할 근거가 되는 마스크가 이 영상에 없습니다. 끝점을 직접 놓습니다.</translation>
    </message>
    <message>
        <source>Nothing is measured there: both ends must lie in one part of known pixel size.</source>
        <translation>그곳은 계측할 수 없습니다. 두 끝점이 픽셀 크기를 아는 한 영역 안에 있어야 합니다.</translation>
    </message>
    <message>
        <source>No more fit on one picture: remove one first.</source>
        <translation>한 영상에 더 그릴 수 없습니다. 먼저 하나를 지웁니다.</translation>
    </message>
    <message>
        <source>The depth or the picture has changed: calibrate again before you measure.</source>
        <translation>깊이나 영상이 바뀌었습니다. 계측하기 전에 다시 보정합니다.</translation>
    </message>
    <message>
        <source>The marks are too close together: press two that are far apart.</source>
        <translation>두 눈금이 너무 가깝습니다. 멀리 떨어진 두 눈금을 누릅니다.</translation>
    </message>
    <message>
        <source>The marks do not stand on one straight scale: press two that do.</source>
        <translation>두 점이 곧은 눈금자 하나 위에 있지 않습니다. 같은 눈금자의 두 눈금을 누릅니다.</translation>
    </message>
    <message>
        <source>There is no scale between these marks: press two on the depth scale.</source>
        <translation>두 점 사이에 눈금이 없습니다. 깊이 눈금의 두 눈금을 누릅니다.</translation>
    </message>
    <message>
        <source>Type the distance in mm, from 5 to 400.</source>
        <translation>거리를 5에서 400 사이의 mm 값으로 입력합니다.</translation>
    </message>
    <message>
        <source>proposed by the model</source>
        <translation>모델이 제안</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>채택함</translation>
    </message>
    <message>
        <source>moved by you</source>
        <translation>직접 옮김</translation>
    </message>
    <message>
        <source>placed by you</source>
        <translation>직접 그림</translation>
    </message>
    <message>
        <source>{structure}: cut off by the edge of the picture, so nothing is proposed.</source>
        <translation>{structure}: 영상 가장자리에서 잘려 제안하지 않습니다.</translation>
    </message>
    <message>
        <source>{structure}: cut off by the edge of the fan, so nothing is proposed.</source>
        <translation>{structure}: 부채꼴 가장자리에서 잘려 제안하지 않습니다.</translation>
    </message>
    <message>
        <source>{structure}: its mask is not oval, so nothing is proposed.</source>
        <translation>{structure}: 마스크가 타원형이 아니어서 제안하지 않습니다.</translation>
    </message>
    <message>
        <source>{structure}: not in one part of known pixel size, so nothing is proposed.</source>
        <translation>{structure}: 픽셀 크기를 아는 한 영역 안에 있지 않아 제안하지 않습니다.</translation>
    </message>
    <message>
        <source>HC</source>
        <translation>HC</translation>
    </message>
    <message>
        <source>BPD</source>
        <translation>BPD</translation>
    </message>
    <message>
        <source>AC</source>
        <translation>AC</translation>
    </message>
    <message>
        <source>outer edge</source>
        <translation>바깥 경계</translation>
    </message>
    <message>
        <source>outer to outer</source>
        <translation>바깥-바깥</translation>
    </message>
    <message>
        <source>Calibrated by two marks {distance:g}&#xa0;mm apart, pixels taken as squares. It holds for this depth only.</source>
        <translation>{distance:g}&#xa0;mm 떨어진 두 눈금으로 보정했고 픽셀은 정사각형으로 보았습니다. 지금 깊이에서만 유효합니다.</translation>
    </message>
    <message>
        <source>Calibrated by two marks {distance:g}&#xa0;mm apart. The source says that its pixels are {ratio:.2f} times as wide as high. It holds for this depth only.</source>
        <translation>{distance:g}&#xa0;mm 떨어진 두 눈금으로 보정했습니다. 영상 소스에 따르면 픽셀의 너비는 높이의 {ratio:.2f}배입니다. 지금 깊이에서만 유효합니다.</translation>
    </message>
    <message>
        <source>The source says that a pixel is {side:.3f}&#xa0;mm.</source>
        <translation>영상에 담긴 픽셀 크기는 {side:.3f}&#xa0;mm입니다.</translation>
    </message>
    <message>
        <source>The source says that a pixel is {width:.3f}&#xa0;mm wide and {height:.3f}&#xa0;mm high.</source>
        <translation>영상에 담긴 픽셀 크기는 가로 {width:.3f}&#xa0;mm, 세로 {height:.3f}&#xa0;mm입니다.</translation>
    </message>
    <message>
        <source>{structure}, length</source>
        <translation>{structure}, 길이</translation>
    </message>
    <message>
        <source>The picture could not be kept. It is still in the tray; the log says more.</source>
        <translation>화면을 저장하지 못했습니다. 보관함에 그대로 있으며, 자세한 내용은 기록에 있습니다.</translation>
    </message>
    <message>
        <source>Accepted, kept in {folder}</source>
        <translation>채택, 저장됨: {folder}</translation>
    </message>
    <message>
        <source>That picture is of another source, which is closed.</source>
        <translation>이미 닫힌 다른 입력의 화면입니다.</translation>
    </message>
    <message>
        <source>That picture is more than a minute ago and is no longer kept.</source>
        <translation>1분이 지난 화면이라 더 이상 남아 있지 않습니다.</translation>
    </message>
    <message>
        <source>The clip could not be kept. The picture goes on; the log says more.</source>
        <translation>동영상을 저장하지 못했습니다. 화면은 계속되며, 자세한 내용은 기록에 있습니다.</translation>
    </message>
    <message>
        <source>Clip of {time:.0f} s kept in {folder}</source>
        <translation>{time:.0f}초 동영상 저장됨: {folder}</translation>
    </message>
    <message>
        <source>−{time:.1f} s</source>
        <translation>−{time:.1f}초</translation>
    </message>
    <message>
        <source>now</source>
        <translation>지금</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>시간선</translation>
    </message>
    <message>
        <source>Left and right choose. Only what you accept is written to the disk.</source>
        <translation>왼쪽, 오른쪽 키로 고릅니다. 채택한 것만 디스크에 저장됩니다.</translation>
    </message>
    <message>
        <source>Nothing kept yet</source>
        <translation>보관된 화면 없음</translation>
    </message>
    <message>
        <source>A picture is kept by itself when all criteria of a view hold.</source>
        <translation>단면의 모든 기준을 만족하면 화면이 저절로 보관됩니다.</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{count}개 중 {place}</translation>
    </message>
    <message>
        <source>with a clip of {time:.0f} s</source>
        <translation>{time:.0f}초 동영상 포함</translation>
    </message>
    <message>
        <source>The patient&apos;s monitor was unplugged, so the patient window closed.</source>
        <translation>환자용 모니터가 분리되어 환자 화면을 닫았습니다.</translation>
    </message>
    <message>
        <source>The patient sees nothing: no ultrasound picture is known here. Whole screen, under This picture, shows everything, names too.</source>
        <translation>환자에게 보이는 것이 없습니다. 초음파 영상을 찾지 못했습니다. 현재 영상 탭의 전체 화면은 이름까지 모두 보입니다.</translation>
    </message>
    <message>
        <source>Kept for the hand-out. P opens the patient window.</source>
        <translation>설명지에 담았습니다. P 키로 환자 화면을 엽니다.</translation>
    </message>
    <message>
        <source>The patient window is closed. P opens it.</source>
        <translation>환자 화면이 닫혀 있습니다. P 키로 엽니다.</translation>
    </message>
    <message>
        <source>The patient sees this picture.</source>
        <translation>환자가 이 영상을 봅니다.</translation>
    </message>
    <message>
        <source>There is no picture for the page. I puts the one on the screen there.</source>
        <translation>설명지에 담을 영상이 없습니다. I 키로 지금 영상을 담습니다.</translation>
    </message>
    <message>
        <source>The page could not be written. The picture goes on; the log says more.</source>
        <translation>설명지를 저장하지 못했습니다. 영상은 계속됩니다. 자세한 내용은 로그에 있습니다.</translation>
    </message>
    <message>
        <source>At most {count} pictures have room. Take some off the page.</source>
        <translation>최대 {count}장이 들어갑니다. 몇 장을 뺍니다.</translation>
    </message>
    <message>
        <source>Page kept as {name} in {folder}</source>
        <translation>설명지 저장됨: {folder}의 {name}</translation>
    </message>
    <message>
        <source>No picture yet. I shows the picture to the patient and puts it here.</source>
        <translation>아직 영상이 없습니다. I 키로 환자에게 보인 영상이 여기에 담깁니다.</translation>
    </message>
    <message>
        <source>Clinic name and address</source>
        <translation>기관 이름과 주소</translation>
    </message>
    <message>
        <source>Save the page</source>
        <translation>설명지 저장</translation>
    </message>
    <message>
        <source>{language} below it on the page</source>
        <translation>설명지에 {language}도 함께</translation>
    </message>
    <message>
        <source>Show {view} to the patient</source>
        <translation>환자에게 {view} 보이기</translation>
    </message>
    <message>
        <source>The patient reads</source>
        <translation>환자의 언어</translation>
    </message>
    <message>
        <source>sees the live picture</source>
        <translation>실시간 영상을 봅니다</translation>
    </message>
    <message>
        <source>sees a chosen picture</source>
        <translation>고른 영상을 봅니다</translation>
    </message>
    <message>
        <source>sees nothing</source>
        <translation>아무것도 보지 않습니다</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>실시간</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>가림</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>환자</translation>
    </message>
    <message>
        <source>sees nothing: no picture</source>
        <translation>영상이 없어 보지 않습니다</translation>
    </message>
    <message>
        <source>Patient window</source>
        <translation>환자 화면</translation>
    </message>
    <message>
        <source>Your first-trimester scan</source>
        <translation>임신 초기 초음파 검사</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation>yyyy년 M월 d일</translation>
    </message>
    <message>
        <source>These are pictures of your scan, with a few parts named to help you find your way.</source>
        <translation>검사 영상에 몇 곳의 이름을 적어 알아보기 쉽게 했습니다.</translation>
    </message>
    <message>
        <source>A picture from your scan</source>
        <translation>검사 영상</translation>
    </message>
    <message>
        <source>For explanation only. This page is not a medical report and says nothing about health.</source>
        <translation>설명용입니다. 이 종이는 의료 보고서가 아니며 건강 상태를 알려 주지 않습니다.</translation>
    </message>
    <message>
        <source>Please ask your doctor or midwife about the results of your scan.</source>
        <translation>검사 결과는 담당 의사나 조산사에게 물어보세요.</translation>
    </message>
    <message>
        <source>Outlines by Fetalens {version}, model {model}, chosen by your sonographer. Research use.</source>
        <translation>윤곽선: Fetalens {version}, 모델 {model}. 검사자가 고른 영상입니다. 연구용.</translation>
    </message>
    <message>
        <source>Fetalens {version}, chosen by your sonographer. Research use.</source>
        <translation>Fetalens {version}. 검사자가 고른 영상입니다. 연구용.</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>{pages}쪽 중 {page}쪽</translation>
    </message>
    <message>
        <source>{view}, set by the operator</source>
        <translation>{view}, 검사자가 지정</translation>
    </message>
    <message>
        <source>{name} is a profile of version {written}, and this Fetalens reads version {version}. Save it again in the room that it comes from.</source>
        <translation>{name} 파일은 버전 {written} 프로필이고 이 Fetalens는 버전 {version}만 읽습니다. 원래 검사실에서 다시 저장하세요.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>{path} was not found. Check the name of the profile.</source>
        <translation>{path} 파일을 찾지 못했습니다. 프로필 이름을 확인하세요.</translation>
    </message>
    <message>
        <source>{name} cannot be read as a profile. Choose another file, or save it again.</source>
        <translation>{name} 파일은 프로필로 읽을 수 없습니다. 다른 파일을 고르거나 다시 저장하세요.</translation>
    </message>
    <message>
        <source>{name} holds {fault}, so nothing of it is used. Correct the file.</source>
        <translation>{name} 파일에 {fault} 들어 있어 사용하지 않았습니다. 파일을 고치세요.</translation>
    </message>
    <message>
        <source>“{name}” could not be deleted: {fault}. Check that you may write in {parent}.</source>
        <translation>“{name}” 프로필을 삭제하지 못했습니다: {fault}. {parent} 폴더의 쓰기 권한을 확인합니다.</translation>
    </message>
    <message>
        <source>The profile could not be kept in {parent}: {fault}. Choose another folder.</source>
        <translation>프로필을 {parent} 폴더에 저장하지 못했습니다: {fault}. 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Give the profile a name of 1 to 40 letters, digits and spaces.</source>
        <translation>프로필 이름은 글자, 숫자, 빈칸으로 1자에서 40자까지 쓰세요.</translation>
    </message>
    <message>
        <source>“{place}”, which Fetalens does not know</source>
        <translation>Fetalens가 모르는 “{place}” 항목이</translation>
    </message>
    <message>
        <source>a value for “{place}” that Fetalens cannot use</source>
        <translation>“{place}” 항목에 쓸 수 없는 값이</translation>
    </message>
    <message>
        <source>{path} cannot be read, so the defaults are used and it is left as it is. Correct or delete it to keep settings again.</source>
        <translation>{path} 파일을 읽을 수 없어 기본 설정을 사용하고 파일은 그대로 두었습니다. 파일을 고치거나 지우면 다시 저장됩니다.</translation>
    </message>
    <message>
        <source>The settings could not be kept in {parent}: {fault}. Check that the folder can be written to.</source>
        <translation>설정을 {parent} 폴더에 저장하지 못했습니다: {fault}. 폴더에 쓸 수 있는지 확인하세요.</translation>
    </message>
    <message>
        <source>There is no screen that can be read back, so only arrival to painting counts.</source>
        <translation>다시 읽을 화면이 없어 도착에서 그리기까지만 쟀습니다.</translation>
    </message>
    <message>
        <source>The pattern was not seen there. Let the card see this whole window.</source>
        <translation>시험 화면이 보이지 않았습니다. 이 창 전체가 카드에 보이게 하세요.</translation>
    </message>
    <message>
        <source>Arrival to painting</source>
        <translation>도착에서 그리기까지</translation>
    </message>
    <message>
        <source>Too few pictures were painted. Give it more seconds.</source>
        <translation>그린 영상이 너무 적습니다. 시간을 더 주세요.</translation>
    </message>
    <message>
        <source>Of 100 pictures 95 must be painted in 60 ms. Close other programs.</source>
        <translation>100장 중 95장을 60 ms 안에 그려야 합니다. 다른 프로그램을 닫으세요.</translation>
    </message>
    <message>
        <source>Picture to screen, read back</source>
        <translation>영상에서 화면까지, 다시 읽음</translation>
    </message>
    <message>
        <source>Of 100 pictures 95 must be seen in 120 ms. Check cable, card and its mode.</source>
        <translation>100장 중 95장이 120 ms 안에 보여야 합니다. 케이블, 카드, 카드 모드를 확인하세요.</translation>
    </message>
    <message>
        <source>half in {p50:.0f} ms, 95 of 100 in {p95:.0f} ms, 99 in {p99:.0f} ms</source>
        <translation>50백분위 {p50:.0f} ms, 95백분위 {p95:.0f} ms, 99백분위 {p99:.0f} ms</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>통과</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>재지 않음</translation>
    </message>
    <message>
        <source>Room check by Fetalens</source>
        <translation>Fetalens 검사실 점검표</translation>
    </message>
    <message>
        <source>This room is ready.</source>
        <translation>이 검사실은 준비되었습니다.</translation>
    </message>
    <message>
        <source>This room is not ready.</source>
        <translation>이 검사실은 준비되지 않았습니다.</translation>
    </message>
    <message>
        <source>what</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>result</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>found, and what to do</source>
        <translation>확인한 값과 할 일</translation>
    </message>
    <message>
        <source>Checked by</source>
        <translation>점검자</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>{passed} passed, {failed} failed, {unknown} not measured</source>
        <translation>통과 {passed}, 실패 {failed}, 재지 않음 {unknown}</translation>
    </message>
    <message>
        <source>The analysis stopped; the picture goes on. Turn AI on (X) to restart it.</source>
        <translation>분석이 멈췄지만 영상은 계속됩니다. 다시 시작하려면 AI를 켜세요 (X).</translation>
    </message>
    <message>
        <source>The source stopped for a reason Fetalens does not know. Open it again.</source>
        <translation>알 수 없는 까닭으로 입력이 멈췄습니다. 다시 여세요.</translation>
    </message>
    <message>
        <source>{name} holds no picture. Choose another file.</source>
        <translation>{name} 파일에 영상이 없습니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>Check of this room</source>
        <translation>이 검사실 점검표</translation>
    </message>
    <message>
        <source>Save as a page to print</source>
        <translation>인쇄할 문서로 저장</translation>
    </message>
    <message>
        <source>Checking. The picture goes on; the overlay may be late.</source>
        <translation>점검하고 있습니다. 영상은 계속되고 오버레이는 늦을 수 있습니다.</translation>
    </message>
    <message>
        <source>It can be saved as a page when everything is checked.</source>
        <translation>모두 점검하면 페이지로 저장할 수 있습니다.</translation>
    </message>
    <message>
        <source>Drag a corner or an edge of the fan to correct it.</source>
        <translation>부채꼴의 모서리나 변을 끌어 바로잡으세요.</translation>
    </message>
    <message>
        <source>The fan is corrected for this scanner&apos;s screen. Shift+U: the found one again.</source>
        <translation>이 장비 화면의 부채꼴을 바로잡았습니다. Shift+U: 찾은 부채꼴로 되돌립니다.</translation>
    </message>
    <message>
        <source>The fan is the found one again.</source>
        <translation>찾은 부채꼴로 되돌렸습니다.</translation>
    </message>
    <message>
        <source>The fan was not corrected, so it is the found one already.</source>
        <translation>바로잡은 부채꼴이 없어 이미 찾은 부채꼴입니다.</translation>
    </message>
    <message>
        <source>That fan would be too small, so it stays as it was. Drag it again.</source>
        <translation>부채꼴이 너무 작아 그대로 두었습니다. 다시 끌어 주세요.</translation>
    </message>
    <message>
        <source>The command fetalens doctor measures it, with a test pattern.</source>
        <translation>fetalens doctor 명령이 시험 화면으로 잽니다.</translation>
    </message>
    <message>
        <source>Nothing was analysed before the check. Turn AI on (X), and check again.</source>
        <translation>점검 전에 분석한 것이 없습니다. AI를 켜고 (X) 다시 점검하세요.</translation>
    </message>
    <message>
        <source>Open a capture card, and check again.</source>
        <translation>캡처 카드를 열고 다시 점검하세요.</translation>
    </message>
    <message>
        <source>The room could not be checked. The picture goes on; the log says more.</source>
        <translation>검사실을 점검하지 못했습니다. 영상은 계속됩니다. 자세한 내용은 로그에 있습니다.</translation>
    </message>
    <message>
        <source>Save the check as a page</source>
        <translation>점검표 저장</translation>
    </message>
    <message>
        <source>The page could not be kept: {fault}. Choose another folder.</source>
        <translation>점검표를 저장하지 못했습니다: {fault}. 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Written: {file}</source>
        <translation>저장함: {file}</translation>
    </message>
    <message>
        <source>Saved as “{name}”.</source>
        <translation>“{name}”(으)로 저장했습니다.</translation>
    </message>
    <message>
        <source>It keeps no source: a file or an address with a password is none of a room.</source>
        <translation>입력은 저장하지 않았습니다. 파일이나 암호가 든 주소는 검사실의 입력이 아닙니다.</translation>
    </message>
    <message>
        <source>“{name}” is used.</source>
        <translation>“{name}” 프로필을 사용합니다.</translation>
    </message>
    <message>
        <source>“{name}” is among the profiles. Press it to use it.</source>
        <translation>“{name}” 프로필을 가져왔습니다. 누르면 사용합니다.</translation>
    </message>
    <message>
        <source>“{name}” was deleted. Ctrl+Z here brings it back.</source>
        <translation>“{name}” 프로필을 삭제했습니다. 여기서 Ctrl+Z를 누르면 되돌립니다.</translation>
    </message>
    <message>
        <source>“{name}” is back.</source>
        <translation>“{name}” 프로필을 되돌렸습니다.</translation>
    </message>
    <message>
        <source>Press Delete beside a profile, or go to it with Tab.</source>
        <translation>프로필 옆의 삭제를 누르거나 Tab 키로 프로필을 고릅니다.</translation>
    </message>
    <message>
        <source>{fault} So nothing of “{name}” is used. Correct it, or save it again.</source>
        <translation>{fault} 그래서 “{name}” 프로필은 사용하지 않았습니다. 고치거나 다시 저장하세요.</translation>
    </message>
    <message>
        <source>Export the profile</source>
        <translation>프로필 내보내기</translation>
    </message>
    <message>
        <source>Source, model, keys, fans and overlay of a room. Press a profile to use it.</source>
        <translation>검사실의 입력, 모델, 키, 부채꼴, 오버레이입니다. 프로필을 누르면 사용합니다.</translation>
    </message>
    <message>
        <source>No profile is saved yet.</source>
        <translation>저장한 프로필이 없습니다.</translation>
    </message>
    <message>
        <source>Name of this room</source>
        <translation>검사실 이름</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>Save what is set now</source>
        <translation>현재 설정 저장</translation>
    </message>
    <message>
        <source>As a file for another room</source>
        <translation>다른 검사실로 옮길 파일</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Delete “{name}”</source>
        <translation>“{name}” 삭제</translation>
    </message>
    <message>
        <source>No signal from {name}. Check the cable.</source>
        <translation>{name} 신호가 없습니다. 케이블을 확인하세요.</translation>
    </message>
    <message>
        <source>{name} is used by another program. Close that program and open {name} again.</source>
        <translation>다른 프로그램이 {name} 장치를 쓰고 있습니다. 그 프로그램을 닫고 {name} 장치를 다시 여세요.</translation>
    </message>
    <message>
        <source>You may not use {name}. Ask for the right to use video devices.</source>
        <translation>{name} 장치를 쓸 권한이 없습니다. 영상 장치를 쓸 권한을 요청하세요.</translation>
    </message>
    <message>
        <source>{name} was not found. Check that it is plugged in, and its name.</source>
        <translation>{name} 장치를 찾지 못했습니다. 연결과 이름을 확인하세요.</translation>
    </message>
    <message>
        <source>{name} gives no pictures in this mode. Open it with another size, rate or format.</source>
        <translation>{name} 장치가 이 모드에서 영상을 주지 않습니다. 다른 크기, 속도, 형식으로 여세요.</translation>
    </message>
    <message>
        <source>Nothing comes from {name}. Start the sender, then open it again.</source>
        <translation>{name}에서 오는 것이 없습니다. 보내는 쪽을 시작한 뒤 다시 여세요.</translation>
    </message>
    <message>
        <source>{name} cannot be captured. Check what follows the colon.</source>
        <translation>{name} 입력을 받을 수 없습니다. 쌍점 뒤를 확인하세요.</translation>
    </message>
    <message>
        <source>{url} names no device. Run `fetalens devices` to see their names.</source>
        <translation>{url}에 장치 이름이 없습니다. `fetalens devices`로 이름을 확인하세요.</translation>
    </message>
    <message>
        <source>Fetalens does not understand {key}={value}. Write a mode as ?size=1920x1080&amp;rate=60&amp;format=mjpeg.</source>
        <translation>{key}={value}를 이해하지 못합니다. 모드는 ?size=1920x1080&amp;rate=60&amp;format=mjpeg처럼 쓰세요.</translation>
    </message>
    <message>
        <source>This address cannot be read. Write rtsp://host:port/path.</source>
        <translation>주소를 읽을 수 없습니다. rtsp://host:port/path처럼 쓰세요.</translation>
    </message>
    <message>
        <source>There is no X11 screen to capture. Start Fetalens on the desktop.</source>
        <translation>받을 X11 화면이 없습니다. 데스크톱에서 Fetalens를 시작하세요.</translation>
    </message>
    <message>
        <source>Fetalens does not understand screen:{area}. Write screen:x,y,w,h.</source>
        <translation>screen:{area}를 이해하지 못합니다. screen:x,y,w,h처럼 쓰세요.</translation>
    </message>
    <message>
        <source>The capture cards could not be listed. Plug them in again.</source>
        <translation>캡처 카드 목록을 읽지 못했습니다. 다시 연결하세요.</translation>
    </message>
    <message>
        <source>There is more than one capture card called {name!r} (found: {names}). Check the cable and the name.</source>
        <translation>{name!r}(이)라는 캡처 카드가 둘 이상입니다(찾은 것: {names}). 케이블과 이름을 확인하세요.</translation>
    </message>
    <message>
        <source>There is no capture card called {name!r} (found: {names}). Check the cable and the name.</source>
        <translation>{name!r}(이)라는 캡처 카드가 없습니다(찾은 것: {names}). 케이블과 이름을 확인하세요.</translation>
    </message>
    <message>
        <source>{name} is larger than 2 GB. Export the loop as video instead.</source>
        <translation>{name} 파일이 2 GB보다 큽니다. 동영상으로 내보내세요.</translation>
    </message>
    <message>
        <source>{name} is cut short. Copy it from the scanner again.</source>
        <translation>{name} 파일이 잘려 있습니다. 장비에서 다시 복사하세요.</translation>
    </message>
    <message>
        <source>{name} is not a DICOM file that Fetalens can read. Choose another file.</source>
        <translation>{name} 파일은 읽을 수 있는 DICOM 파일이 아닙니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} is a DICOM file without pictures. Choose another file.</source>
        <translation>{name} 파일은 영상이 없는 DICOM 파일입니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} says that it holds {frames} frames, more than Fetalens opens. Choose another file.</source>
        <translation>{name} 파일에 {frames}프레임이 있다고 되어 있어 열 수 있는 것보다 많습니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>Frame {index} of {name} cannot be decoded. Export it from the scanner again, uncompressed or as video.</source>
        <translation>{name} 파일의 {index}번 프레임을 풀 수 없습니다. 장비에서 압축 없이 또는 동영상으로 다시 내보내세요.</translation>
    </message>
    <message>
        <source>{name} cannot be opened ({fault}). Check that you may read it.</source>
        <translation>{name} 파일을 열 수 없습니다({fault}). 읽을 권한을 확인하세요.</translation>
    </message>
    <message>
        <source>{name} has no moving pictures in it. Choose another file.</source>
        <translation>{name} 파일에 동영상이 없습니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} is not a video that Fetalens can read. Choose another file.</source>
        <translation>{name} 파일은 읽을 수 있는 동영상이 아닙니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} cannot be read any more. Open it again.</source>
        <translation>{name} 파일을 더 읽을 수 없습니다. 다시 여세요.</translation>
    </message>
    <message>
        <source>{name} is damaged at {time_s:.1f} s. Choose another file.</source>
        <translation>{name} 파일이 {time_s:.1f}초에서 손상되었습니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The folder {name} cannot be opened ({fault}). Choose another folder.</source>
        <translation>{name} 폴더를 열 수 없습니다({fault}). 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>The folder {name} has no PNG, JPEG, TIFF or BMP images. Choose another folder.</source>
        <translation>{name} 폴더에 PNG, JPEG, TIFF, BMP 영상이 없습니다. 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>{name} is not an image that Fetalens can read. Choose another file.</source>
        <translation>{name} 파일은 읽을 수 있는 영상이 아닙니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} holds measured values, not a picture. Save it with 8 or 16 bits.</source>
        <translation>{name} 파일은 영상이 아니라 측정값입니다. 8비트나 16비트로 저장하세요.</translation>
    </message>
    <message>
        <source>Fetalens opens no {scheme} address. Use rtsp, udp or tcp, or a file.</source>
        <translation>{scheme} 주소는 열지 않습니다. rtsp, udp, tcp 또는 파일을 쓰세요.</translation>
    </message>
    <message>
        <source>{name} was not found. Check the name and the folder.</source>
        <translation>{name} 파일을 찾지 못했습니다. 이름과 폴더를 확인하세요.</translation>
    </message>
    <message>
        <source>{name} is not a file. Choose a video, a DICOM file or images.</source>
        <translation>{name}은(는) 파일이 아닙니다. 동영상, DICOM 파일, 영상을 고르세요.</translation>
    </message>
    <message>
        <source>{name} cannot be opened. Check that you may read it.</source>
        <translation>{name} 파일을 열 수 없습니다. 읽을 권한을 확인하세요.</translation>
    </message>
    <message>
        <source>Write phantom?age=12+3&amp;position=supine&amp;head=right&amp;seed=1.</source>
        <translation>phantom?age=12+3&amp;position=supine&amp;head=right&amp;seed=1처럼 쓰세요.</translation>
    </message>
    <message>
        <source>The practice phantom is slow. Close other programs.</source>
        <translation>연습용 팬텀이 느립니다. 다른 프로그램을 닫으세요.</translation>
    </message>
    <message>
        <source>The practice phantom does not understand {part}. {how_to_write}</source>
        <translation>연습용 팬텀이 {part}를 이해하지 못합니다. {how_to_write}</translation>
    </message>
    <message>
        <source>{name} says that its pictures are empty. Choose another file.</source>
        <translation>{name} 파일의 영상 크기가 없습니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} asks for pictures of {width} x {height} pixels, more than Fetalens opens. Choose another file.</source>
        <translation>{name} 파일의 영상이 {width} x {height} 화소로 열 수 있는 것보다 큽니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>No fan was found in these seconds, so no clip was kept. Whole screen, under This picture, keeps everything the scanner shows, names too.</source>
        <translation>이 구간에서 부채꼴을 찾지 못해 클립을 저장하지 않았습니다. 현재 영상의 전체 화면을 고르면 이름을 포함해 장비가 보여 주는 것을 모두 저장합니다.</translation>
    </message>
    <message>
        <source>There is nothing of these seconds any more, so no clip was kept.</source>
        <translation>이 구간의 영상이 더 이상 남아 있지 않아 클립을 저장하지 않았습니다.</translation>
    </message>
    <message>
        <source>The clip could not be kept in {folder}: {fault}. The picture goes on; free the disk or choose another folder.</source>
        <translation>클립을 {folder} 폴더에 저장하지 못했습니다: {fault}. 영상은 계속됩니다. 디스크를 비우거나 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>&quot;{id}&quot; names the structure &quot;{name}&quot;, which is unknown</source>
        <translation>“{id}” 항목의 구조 “{name}”은(는) 알 수 없는 이름입니다</translation>
    </message>
    <message>
        <source>&quot;{id}&quot; must name structures if by the model, and only then</source>
        <translation>“{id}” 항목에는 model일 때만, 그리고 그때는 반드시 구조 이름이 있어야 합니다</translation>
    </message>
    <message>
        <source>&quot;{id}&quot; names the view &quot;{name}&quot;, which is unknown</source>
        <translation>“{id}” 묶음의 단면 “{name}”은(는) 알 수 없는 이름입니다</translation>
    </message>
    <message>
        <source>&quot;{id}&quot; has items of the model but names no view</source>
        <translation>“{id}” 묶음에 모델 항목이 있는데 단면 이름이 없습니다</translation>
    </message>
    <message>
        <source>&quot;{id}&quot; stands in it twice</source>
        <translation>“{id}” 항목이 두 번 들어 있습니다</translation>
    </message>
    <message>
        <source>it is not there</source>
        <translation>파일이 없습니다</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>읽을 수 없습니다</translation>
    </message>
    <message>
        <source>it is not TOML</source>
        <translation>TOML 형식이 아닙니다</translation>
    </message>
    <message>
        <source>its version is {found}, and this program reads {known}</source>
        <translation>버전이 {found}인데 이 프로그램은 {known}을 읽습니다</translation>
    </message>
    <message>
        <source>&quot;{id}&quot; has no English name</source>
        <translation>“{id}”에 영어 이름(en)이 없습니다</translation>
    </message>
    <message>
        <source>The checklist {file} cannot be used: {why}. The built-in list is shown instead; correct the file and start again.</source>
        <translation>체크리스트 {file}을(를) 쓸 수 없습니다: {why}. 대신 기본 목록을 표시합니다. 파일을 고치고 다시 시작하세요.</translation>
    </message>
    <message>
        <source>{place} is not known</source>
        <translation>{place}은(는) 알 수 없는 항목입니다</translation>
    </message>
    <message>
        <source>{place} is missing</source>
        <translation>{place} 값이 빠져 있습니다</translation>
    </message>
    <message>
        <source>{place} is empty</source>
        <translation>{place} 값이 비어 있습니다</translation>
    </message>
    <message>
        <source>{place} is none of {allowed}</source>
        <translation>{place} 값은 {allowed} 가운데 하나여야 합니다</translation>
    </message>
    <message>
        <source>{place} may hold small letters, digits and _ only</source>
        <translation>{place} 값에는 소문자, 숫자, _만 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>{place} has a value that cannot be used</source>
        <translation>{place} 값을 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>{card} cannot be used: it was trained to find {strange}, which is not a structure that Fetalens knows.</source>
        <translation>{card}을(를) 쓸 수 없습니다. Fetalens가 모르는 구조물({strange})을 찾도록 학습되었습니다.</translation>
    </message>
    <message>
        <source>No engine can run {model}.</source>
        <translation>{model}을(를) 실행할 수 있는 엔진이 없습니다.</translation>
    </message>
    <message>
        <source>{file} was made of other weights than {model}; export again.</source>
        <translation>{file}은(는) {model}과(와) 다른 가중치로 만들어졌습니다. 다시 내보내세요.</translation>
    </message>
    <message>
        <source>PyTorch is not installed.</source>
        <translation>PyTorch가 설치되어 있지 않습니다.</translation>
    </message>
    <message>
        <source>There is no model file {path}.</source>
        <translation>모델 파일 {path}이(가) 없습니다.</translation>
    </message>
    <message>
        <source>{file} cannot be loaded by ONNX Runtime.</source>
        <translation>ONNX Runtime에서 {file}을(를) 읽지 못합니다.</translation>
    </message>
    <message>
        <source>{file} is not a network exported by Fetalens.</source>
        <translation>{file}은(는) Fetalens에서 내보낸 신경망이 아닙니다.</translation>
    </message>
    <message>
        <source>{file}, which engines are checked with, is missing.</source>
        <translation>엔진을 점검하는 파일 {file}이(가) 없습니다.</translation>
    </message>
    <message>
        <source>{file} is damaged; copy it again.</source>
        <translation>{file}이(가) 손상되었습니다. 다시 복사하세요.</translation>
    </message>
    <message>
        <source>{engine} in {precision} gives another answer than the network should: {found:.3g} times the difference allowed.</source>
        <translation>{engine}({precision})의 답이 신경망의 답과 다릅니다: 허용 차이의 {found:.3g}배입니다.</translation>
    </message>
    <message>
        <source>PyTorch finds no CUDA device.</source>
        <translation>PyTorch가 CUDA 장치를 찾지 못합니다.</translation>
    </message>
    <message>
        <source>The CUDA device cannot run {model}: {fault}.</source>
        <translation>CUDA 장치에서 {model}을(를) 실행할 수 없습니다: {fault}.</translation>
    </message>
    <message>
        <source>{file} is damaged or incomplete; copy it again.</source>
        <translation>{file}이(가) 손상되었거나 완전하지 않습니다. 다시 복사하세요.</translation>
    </message>
    <message>
        <source>The weights in {file} do not fit the network that its card describes.</source>
        <translation>{file}의 가중치가 모델 카드에 적힌 신경망과 맞지 않습니다.</translation>
    </message>
    <message>
        <source>{file} cannot be read: {fault}.</source>
        <translation>{file}을(를) 읽을 수 없습니다: {fault}.</translation>
    </message>
    <message>
        <source>{name} carries no Fetalens model card; import it with `fetalens model import-yolact`.</source>
        <translation>{name}에 Fetalens 모델 카드가 없습니다. `fetalens model import-yolact` 명령으로 가져오세요.</translation>
    </message>
    <message>
        <source>The model card in {name} is not understood ({place}: {fault}); it may belong to another version of Fetalens.</source>
        <translation>{name}의 모델 카드를 해석할 수 없습니다({place}: {fault}). 다른 버전의 Fetalens에서 만든 것일 수 있습니다.</translation>
    </message>
    <message>
        <source>{file} is not the file it was: its SHA-256 is {found} and should be {recorded}; copy it again.</source>
        <translation>{file}이(가) 바뀌었습니다. SHA-256이 {recorded}이어야 하는데 {found}입니다. 다시 복사하세요.</translation>
    </message>
    <message>
        <source>{file} is damaged; copy the model&apos;s files again.</source>
        <translation>{file}이(가) 손상되었습니다. 모델 파일을 다시 복사하세요.</translation>
    </message>
    <message>
        <source>{file} is a pickle, which can run any program when it is opened, so it is not: import it with `fetalens model import-yolact`, which reads nothing but numbers.</source>
        <translation>{file}은(는) 열 때 어떤 프로그램이든 실행할 수 있는 pickle 파일이라 열지 않았습니다. 숫자만 읽는 `fetalens model import-yolact` 명령으로 가져오세요.</translation>
    </message>
    <message>
        <source>{file} is not a safetensors file, or its beginning is lost.</source>
        <translation>{file}은(는) safetensors 파일이 아니거나 앞부분이 없습니다.</translation>
    </message>
    <message>
        <source>The practice phantom cannot be {age} weeks old. Choose 11+0 to 13+6.</source>
        <translation>연습 팬텀의 임신 주수는 {age}주가 될 수 없습니다. 11+0에서 13+6 사이를 고르세요.</translation>
    </message>
    <message>
        <source>The practice phantom&apos;s seed must be 0 or more.</source>
        <translation>연습 팬텀의 시드는 0 이상이어야 합니다.</translation>
    </message>
    <message>
        <source>No view of this practice phantom can be reached. Choose another seed.</source>
        <translation>이 연습 팬텀에서는 어떤 단면도 얻을 수 없습니다. 다른 시드를 고르세요.</translation>
    </message>
    <message>
        <source>The practice phantom has stopped, perhaps because memory ran out. Open it again.</source>
        <translation>연습 팬텀이 멈췄습니다. 메모리가 부족했을 수 있습니다. 다시 여세요.</translation>
    </message>
    <message>
        <source>The practice phantom does not start. Close other programs, then open it again.</source>
        <translation>연습 팬텀이 시작되지 않습니다. 다른 프로그램을 닫고 다시 여세요.</translation>
    </message>
    <message>
        <source>Research use, not for diagnosis.</source>
        <translation>연구용이며 진단용이 아닙니다.</translation>
    </message>
    <message>
        <source>Not a medical report on the fetus: &apos;not seen yet&apos; never means that something is absent.</source>
        <translation>태아에 관한 의료 보고서가 아닙니다. &apos;아직 못 봄&apos;은 없다는 뜻이 아닙니다.</translation>
    </message>
    <message>
        <source>The report could not be kept in {folder}: {fault}. The picture goes on; free the disk or choose another folder.</source>
        <translation>보고서를 {folder} 폴더에 저장하지 못했습니다: {fault}. 영상은 계속됩니다. 디스크를 비우거나 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Session report</source>
        <translation>검사 기록 보고서</translation>
    </message>
    <message>
        <source>began {time}</source>
        <translation>시작 {time}</translation>
    </message>
    <message>
        <source>last entry {time}</source>
        <translation>마지막 기록 {time}</translation>
    </message>
    <message>
        <source>written {time}</source>
        <translation>작성 {time}</translation>
    </message>
    <message>
        <source>no source was opened</source>
        <translation>연 영상 소스가 없음</translation>
    </message>
    <message>
        <source>List: {name}, version {version}</source>
        <translation>목록: {name}, 버전 {version}</translation>
    </message>
    <message>
        <source>Pictures: live</source>
        <translation>영상: 실시간</translation>
    </message>
    <message>
        <source>Pictures: recorded</source>
        <translation>영상: 녹화</translation>
    </message>
    <message>
        <source>{confirmed} of {total} core items confirmed</source>
        <translation>핵심 항목 {total}개 중 {confirmed}개 확인함</translation>
    </message>
    <message>
        <source>Open core items: {items}.</source>
        <translation>남은 핵심 항목: {items}.</translation>
    </message>
    <message>
        <source>Open extended items: {items}.</source>
        <translation>남은 확장 항목: {items}.</translation>
    </message>
    <message>
        <source>Open core items: all {count}.</source>
        <translation>남은 핵심 항목: {count}개 모두.</translation>
    </message>
    <message>
        <source>Open extended items: all {count}.</source>
        <translation>남은 확장 항목: {count}개 모두.</translation>
    </message>
    <message>
        <source>No item is open.</source>
        <translation>남은 항목이 없습니다.</translation>
    </message>
    <message>
        <source>{item} ({state})</source>
        <translation>{item} ({state})</translation>
    </message>
    <message>
        <source>Not obtainable: {items}.</source>
        <translation>확인 불가: {items}.</translation>
    </message>
    <message>
        <source>{time} {view} (model: {by_model})</source>
        <translation>{time} {view} (모델: {by_model})</translation>
    </message>
    <message>
        <source>View set by the operator: {views}.</source>
        <translation>검사자가 지정한 단면: {views}.</translation>
    </message>
    <message>
        <source>Measured by the operator: {values}.</source>
        <translation>검사자가 측정: {values}.</translation>
    </message>
    <message>
        <source>{time} {name} {value} ({status})</source>
        <translation>{time} {name} {value} ({status})</translation>
    </message>
    <message>
        <source>{count} more in the file</source>
        <translation>파일에 {count}개 더 있음</translation>
    </message>
    <message>
        <source>moved by hand</source>
        <translation>손으로 옮김</translation>
    </message>
    <message>
        <source>placed by hand</source>
        <translation>손으로 그림</translation>
    </message>
    <message>
        <source>Outlines and &quot;seen by model&quot; by Fetalens {version}.</source>
        <translation>윤곽선과 &quot;모델이 찾음&quot; 표시: Fetalens {version}.</translation>
    </message>
    <message>
        <source>Model {name}, SHA-256 {hash}.</source>
        <translation>모델 {name}, SHA-256 {hash}.</translation>
    </message>
    <message>
        <source>No model took part.</source>
        <translation>사용된 모델이 없습니다.</translation>
    </message>
    <message>
        <source>SHA-256 of the .json file of the same name: {hash}</source>
        <translation>이름이 같은 .json 파일의 SHA-256: {hash}</translation>
    </message>
    <message>
        <source>The report could not be written. The picture goes on; the log says more.</source>
        <translation>보고서를 저장하지 못했습니다. 영상은 계속됩니다. 자세한 내용은 로그에 있습니다.</translation>
    </message>
    <message>
        <source>Session report kept as {name} in {folder}</source>
        <translation>검사 기록 보고서 저장됨: {folder}의 {name}</translation>
    </message>
</context>
</TS>
