import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from training.collection.download import RemoteFile, fetch, read_listing
from training.collection.public_sets import get
from training.dataset import DatasetError

CONTENT = bytes(range(256)) * 5000


class Site:
    """A web site on this machine: bytes by path, and what was asked of it.

    cut_after    ends a transfer after so many bytes, once
    takes_ranges whether it continues a file in the middle
    """

    def __init__(self):
        self.pages = {}
        self.asked = []
        self.cut_after = None
        self.takes_ranges = True
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.answer(self)

            def log_message(self, *arguments):
                """Nothing on the terminal."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.home = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, request):
        asked = request.headers.get("Range")
        self.asked.append((request.path, asked))
        content = self.pages.get(request.path)
        if content is None:
            request.send_error(404)
            return
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.takes_ranges else 0
        request.send_response(206 if start else 200)
        request.send_header("Content-Length", str(len(content) - start))
        request.end_headers()
        end, self.cut_after = self.cut_after, None
        request.wfile.write(content[start:end])

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def site():
    site = Site()
    yield site
    site.close()


@pytest.fixture
def remote(site):
    """A file on the site, as a listing would describe it."""
    site.pages["/a.zip"] = CONTENT
    checksum = f"md5:{hashlib.md5(CONTENT).hexdigest()}"
    return RemoteFile("deep/a.zip", f"{site.home}/a.zip", len(CONTENT), checksum)


def zenodo(site, files):
    """Zenodo's API as it answers for a record of these files."""
    entries = []
    for name, content in files.items():
        path = f"/api/records/1327317/files/{name}/content"
        site.pages[path] = content
        links = {"self": site.home + path}
        checksum = f"md5:{hashlib.md5(content).hexdigest()}"
        entries.append({"key": name, "size": len(content), "checksum": checksum, "links": links})
    site.pages["/api/records/1327317"] = json.dumps({"files": entries}).encode()


def mendeley(site, name, content, folder="root"):
    """Mendeley Data's API as it answers for a set of two folders, with a file in one of them."""
    api = "/public-api/datasets/n2rbrb9t4f"
    folders = [{"id": "inner", "name": "Train", "parent_id": "outer"}, {"id": "outer", "name": "A"}]
    details = {
        "size": len(content),
        "sha256_hash": hashlib.sha256(content).hexdigest(),
        "download_url": f"{site.home}/{name}",
    }
    listed = {"root": [], "inner": [], "outer": []}
    listed[folder] = [{"filename": name, "content_details": details}]
    site.pages[f"/{name}"] = content
    site.pages[f"{api}/folders/1"] = json.dumps(folders).encode()
    for each, files in listed.items():
        site.pages[f"{api}/files?folder_id={each}&version=1"] = json.dumps(files).encode()


def nothing(done, count):
    """No one watches."""


def test_a_file_arrives_whole(remote, tmp_path):
    assert fetch(remote, tmp_path).read_bytes() == CONTENT
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["a.zip"]


def test_what_is_there_is_not_fetched_again(remote, site, tmp_path):
    fetch(remote, tmp_path)
    fetch(remote, tmp_path)
    assert len(site.asked) == 1


def test_a_broken_off_transfer_is_told_and_taken_up_where_it_stopped(remote, site, tmp_path):
    site.cut_after = 1000
    with pytest.raises(DatasetError, match="it goes on where it stopped"):
        fetch(remote, tmp_path)
    assert not (tmp_path / "deep" / "a.zip").exists()
    assert fetch(remote, tmp_path).read_bytes() == CONTENT
    assert site.asked[1] == ("/a.zip", "bytes=1000-")


def test_a_site_that_cannot_go_on_sends_it_from_the_beginning(remote, site, tmp_path):
    site.cut_after, site.takes_ranges = 1000, False
    with pytest.raises(DatasetError):
        fetch(remote, tmp_path)
    assert fetch(remote, tmp_path).read_bytes() == CONTENT


def test_progress_is_told_in_bytes(remote, tmp_path):
    told = []
    fetch(remote, tmp_path, lambda done, count: told.append((done, count)))
    assert told[-1] == (len(CONTENT), len(CONTENT))


def test_what_is_not_as_listed_is_removed(remote, site, tmp_path):
    site.pages["/a.zip"] = CONTENT[::-1]
    with pytest.raises(DatasetError, match=r"not what its home lists \(md5:"):
        fetch(remote, tmp_path)
    assert list((tmp_path / "deep").iterdir()) == []


def test_a_file_that_is_gone_is_told(remote, site, tmp_path):
    del site.pages["/a.zip"]
    with pytest.raises(DatasetError, match="it answers 404"):
        fetch(remote, tmp_path)


def test_a_site_that_is_not_there_is_told():
    with pytest.raises(DatasetError, match="Check the connection"):
        read_listing("http://127.0.0.1:9/api")


def test_a_file_of_this_machine_is_no_site(tmp_path):
    with pytest.raises(DatasetError, match="no address on the web"):
        read_listing((tmp_path / "listing.json").as_uri())


def test_a_folder_that_cannot_be_written_is_told(remote, tmp_path):
    (tmp_path / "deep").write_text("a file")
    with pytest.raises(DatasetError, match="cannot be written"):
        fetch(remote, tmp_path)


def test_hc18_is_its_training_set_and_says_whose_it_is(site, tmp_path):
    sizes = b"filename,pixel size(mm),head circumference (mm)\n"
    training = {"training_set.zip": CONTENT, "training_set_pixel_size_and_HC.csv": sizes}
    zenodo(site, training | {"test_set.zip": b"not wanted"})
    get("hc18", tmp_path, nothing, site.home)
    assert {file.name for file in tmp_path.iterdir()} == {*training, "ATTRIBUTION.md"}
    assert (tmp_path / "training_set.zip").read_bytes() == CONTENT
    attribution = (tmp_path / "ATTRIBUTION.md").read_text("utf-8")
    assert "van den Heuvel" in attribution
    assert "creativecommons.org/licenses/by/4.0" in attribution


def test_hc18_without_a_file_that_it_had_is_told(site, tmp_path):
    zenodo(site, {"training_set.zip": CONTENT})
    with pytest.raises(DatasetError, match="no longer lists training_set_pixel_size_and_HC"):
        get("hc18", tmp_path, nothing, site.home)


def test_nt_is_fetched_from_all_its_folders(site, tmp_path):
    mendeley(site, "images.zip", CONTENT, folder="inner")
    (file,) = get("nt", tmp_path, nothing, site.home)
    assert file == tmp_path / "A" / "Train" / "images.zip"
    assert file.read_bytes() == CONTENT
    assert "Cheng Cui" in (tmp_path / "ATTRIBUTION.md").read_text("utf-8")


def test_a_listing_that_leads_out_of_the_folder_is_refused(site, tmp_path):
    mendeley(site, "../../evil", CONTENT)
    with pytest.raises(DatasetError, match="is no file name to write to"):
        get("nt", tmp_path, nothing, site.home)


@pytest.mark.parametrize("answer", [b"", b"<html>", b'{"files": [{"key": "a"}]}'])
def test_a_listing_of_another_kind_is_told(site, tmp_path, answer):
    site.pages["/api/records/1327317"] = answer
    with pytest.raises(DatasetError, match="does not answer as it did"):
        get("hc18", tmp_path, nothing, site.home)
