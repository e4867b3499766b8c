"""The answers that are not a receipt. Pages show their sentences, the API gives them in the shape of RFC 9457."""

from collections.abc import Iterable

from suixin.kernel.records.problem import Problem, Sentence, in_language
from suixin.platform.ledger.sentences import REFUSALS


class Refusal(Exception):
    """Nothing was written. `code` is stable, `sentence` says what to do."""

    status = 500
    code = "refusal"
    retry_after = 30  # seconds, where the status is 503

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        super().__init__(self.code)
        self.problems = tuple(problems)

    @property
    def sentence(self) -> Sentence:
        return REFUSALS[self.code]

    def message(self, language: str = "zh-hans") -> str:
        return in_language(self.sentence, language.lower())


class NotAuthorised(Refusal):
    """This actor may not do this."""

    status = 403
    code = "not-authorised"


class NotFound(Refusal):
    """There is no such thing, or not for this actor."""

    status = 404
    code = "not-found"


class Refused(Refusal):
    """The content has problems; each says which submission (position) and where in it (path)."""

    status = 422
    code = "refused"


class NotStored(Refusal):
    """The disk is full, or does not answer, or others have been writing for too long. Try again later."""

    status = 503
    code = "not-stored"


class Behind(Refusal):
    """More records wait for the log than may."""

    status = 503
    code = "behind"
    retry_after = 5
