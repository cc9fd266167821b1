"""Sentences for a person that keep their parts, so that the window can say them in its language.

Made where no Qt is; `app.ui.language.in_words` translates them. Elsewhere they are plain text.
"""


class Told(str):
    """A sentence in English. It is made by `told`.

    template  the sentence with names in braces, which the files of languages know
    fields    what stands in these places; a sentence or word that is told itself is translated too
    """

    template: str
    fields: dict[str, object]

    def __str__(self) -> "Told":
        return self  # so that str(error) is still translatable


def told(template: str, **fields: object) -> Told:
    """The sentence with its fields. The template is a literal, for the files of languages."""
    sentence = Told(template.format(**fields) if fields else template)
    sentence.template, sentence.fields = template, fields
    return sentence
