import json
import pickle
import shutil

import pytest
import torch
from safetensors.torch import load_file, save_file

from inference.rules import Rules
from inference.yolact.checkpoint import (
    METADATA_KEY,
    ModelCard,
    ModelError,
    hash_file,
    load_checkpoint,
    read_card,
    recorded_hashes,
    save_checkpoint,
    verify,
)


@pytest.fixture
def model(tmp_path, small_model):
    """A copy of the small model's file and of its hashes, to be spoilt."""
    shutil.copy(small_model.with_suffix(".sha256"), tmp_path)
    return shutil.copy(small_model, tmp_path / small_model.name)


@pytest.fixture
def unrecorded(model):
    model.with_suffix(".sha256").unlink()
    return model


def rewrite(model, change):
    """Save the model's weights again with changed metadata."""
    save_file(load_file(model), model, change)


def test_what_is_saved_is_loaded_again(tmp_path, small_network):
    card = ModelCard(
        name="mine 2026-11",
        config=small_network.config,
        rules=Rules(scores={"cranium": 0.7}, crop_padding=0.08),
        card="Trained on noise.",
        licence="CC-BY-4.0",
        attribution="Nobody",
    )
    saved_hash = save_checkpoint(tmp_path / "mine.safetensors", small_network, card)
    loaded = load_checkpoint(tmp_path / "mine.safetensors")
    image = torch.full((1, 3, 64, 64), 100.0)
    assert loaded.card == card
    assert loaded.hash == saved_hash == hash_file(tmp_path / "mine.safetensors")
    with torch.inference_mode():
        torch.testing.assert_close(loaded.network(image), small_network(image))


def test_the_card_is_read_without_the_weights(model, small_config):
    assert read_card(model).config == small_config


def test_the_record_is_in_the_format_of_sha256sum(model):
    line = model.with_suffix(".sha256").read_text().splitlines()[-1]
    assert line == f"{hash_file(model)}  small.safetensors"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ModelError, match="There is no model file .*none.safetensors"):
        load_checkpoint(tmp_path / "none.safetensors")


def test_a_folder_is_no_model(tmp_path):
    with pytest.raises(ModelError, match="cannot be read"):
        load_checkpoint(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"short",
        b"not a safetensors file at all",
        b"\x05\0\0\0\0\0\0\0[1,2]",
        b"\xff" * 100,
        b"\x10\x27\0\0\0\0\0\0" + b"[" * 10_000,
    ],
)
def test_what_is_not_safetensors_is_refused(tmp_path, content):
    (tmp_path / "bad.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match="not a safetensors file, or its beginning is lost"):
        load_checkpoint(tmp_path / "bad.safetensors")


def test_a_pickle_is_refused_and_the_command_that_imports_it_is_named(tmp_path):
    torch.save({"weight": torch.zeros(2)}, tmp_path / "bad.pth")
    with pytest.raises(ModelError, match="is a pickle.*model import-yolact"):
        load_checkpoint(tmp_path / "bad.pth")


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_pickles_of_all_protocols_are_known(tmp_path, protocol):
    (tmp_path / "bad.pkl").write_bytes(pickle.dumps({"weight": 1}, protocol))
    with pytest.raises(ModelError, match="is a pickle, which can run any program"):
        load_checkpoint(tmp_path / "bad.pkl")


def test_safetensors_of_another_program_are_refused(unrecorded):
    rewrite(unrecorded, {"format": "pt"})
    with pytest.raises(ModelError, match="carries no Fetalens model card"):
        load_checkpoint(unrecorded)


def test_a_changed_file_is_noticed_by_its_hash(model):
    content = bytearray(model.read_bytes())
    content[-1] ^= 1
    model.write_bytes(content)
    with pytest.raises(ModelError, match="not the file it was"):
        load_checkpoint(model)


def test_a_truncated_file_without_a_record_is_noticed_all_the_same(unrecorded):
    unrecorded.write_bytes(unrecorded.read_bytes()[:-1000])
    with pytest.raises(ModelError, match="damaged or incomplete"):
        load_checkpoint(unrecorded)


def test_a_file_without_a_record_is_believed(unrecorded):
    assert recorded_hashes(unrecorded) == {}
    assert verify(unrecorded) == hash_file(unrecorded)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"format": 2}, "format"),
        ({"name": ""}, "name"),
        ({"surprise": 1}, "surprise"),
        ({"rules": {"min_score": 3}}, "rules.min_score"),
    ],
)
def test_a_card_that_is_not_understood_says_where(unrecorded, change, place):
    card = json.loads(read_card(unrecorded).model_dump_json()) | change
    rewrite(unrecorded, {METADATA_KEY: json.dumps(card)})
    with pytest.raises(ModelError, match=f"not understood .{place}"):
        load_checkpoint(unrecorded)


def test_weights_that_do_not_fit_their_card_are_refused(unrecorded):
    card = json.loads(read_card(unrecorded).model_dump_json())
    card["config"]["channels"] = 32
    rewrite(unrecorded, {METADATA_KEY: json.dumps(card)})
    with pytest.raises(ModelError, match="do not fit the network"):
        load_checkpoint(unrecorded)


def test_a_card_of_another_network_is_not_saved(tmp_path, small_network, small_config):
    other = small_config.model_copy(update={"image_size": 128})
    with pytest.raises(ValueError, match="another network"):
        save_checkpoint(tmp_path / "x", small_network, ModelCard(name="x", config=other))
