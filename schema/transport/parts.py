"""The photo in the body of a request: the body itself, or the only file of a form."""

from python_multipart import MultipartParser
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import parse_options_header

from rules.photos import MISSING
from rules.refusals import Code, Refusal, refuse
from schema.transport.answers import BadRequestError

AROUND_A_PART = 16 * 1024
MOST_PARTS = 20
ONE = refuse(Code.INVALID, "photo_one", "photo")


def photo_in(content_type: str, body: bytes) -> bytes | Refusal:
    """The photo as it came. Refuses a form without a file and one with several, and any other kind of body (415)."""
    essence, parameters = parse_options_header(content_type)
    if essence.startswith(b"image/") or essence == b"application/octet-stream":
        return body
    if essence != b"multipart/form-data" or not parameters.get(b"boundary"):
        raise BadRequestError(
            415, "UNSUPPORTED_MEDIA_TYPE", "Send the photo as the body, image/*, or in a form, multipart/form-data."
        )
    form = _Form()
    try:
        form.read(parameters[b"boundary"], body)
    except (MultipartParseError, UnicodeDecodeError) as wrong:
        raise BadRequestError(400, "BAD_REQUEST", "The form cannot be read.") from wrong
    if not form.files:
        return MISSING
    return bytes(form.files[0]) if len(form.files) == 1 else ONE


class _Form:
    """The files of a form; its other fields are passed over."""

    def __init__(self) -> None:
        self.files: list[bytearray] = []
        self._parts = 0
        self._name, self._value = b"", b""
        self._is_file = False

    def read(self, boundary: bytes, body: bytes) -> None:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_begin": self._header,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_end,
                "on_part_data": self._data,
            },
        )
        parser.write(body)
        parser.finalize()

    def _begin(self) -> None:
        self._parts += 1
        self._is_file = False
        if self._parts > MOST_PARTS:
            raise MultipartParseError("Too many parts.")

    def _header(self) -> None:
        self._name, self._value = b"", b""

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._is_file = b"filename" in parse_options_header(self._value)[1]

    def _headers_end(self) -> None:
        if self._is_file:
            self.files.append(bytearray())

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self.files[-1] += memoryview(data)[start:end]
