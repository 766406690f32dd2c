"""The names and explanations of the settings."""

from dataclasses import fields

from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.widgets.setting_texts import setting_texts


def test_every_setting_has_a_label_of_its_own_and_a_sentence() -> None:
    texts = setting_texts()
    expected = {
        field.name for settings in (NetworkSettings, TrainingSettings) for field in fields(settings)
    }
    assert set(texts) == expected
    assert len({text.label for text in texts.values()}) == len(texts)
    assert all(text.tip.endswith(".") for text in texts.values())
