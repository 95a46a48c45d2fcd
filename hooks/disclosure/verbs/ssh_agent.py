"""A key that an ssh-agent holds (ssh-agent、U 盾): signs without the private key ever being read by this program.

The protocol is OpenSSH's (PROTOCOL.agent): a length, a type, and strings. SSH_AUTH_SOCK names the socket; on
Windows the agent of the system listens on a pipe with a fixed name.
"""

import os
import socket
import struct
from contextlib import closing
from typing import Protocol

from disclosure.system_errors import system_reason

_PIPE = r"\\.\pipe\openssh-ssh-agent"
_LIST, _LISTED, _SIGN, _SIGNED = 11, 12, 13, 14
_LONGEST = 256 * 1024
_SECONDS = 120
"""A person may have to type a PIN first."""


class AgentError(Exception):
    """Why the agent did not sign; its text is a Chinese sentence."""


class _Line(Protocol):
    def send(self, data: bytes) -> None: ...
    def receive(self, count: int) -> bytes: ...
    def close(self) -> None: ...


class _Socket:
    def __init__(self, path: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(_SECONDS)
        self._socket.connect(path)

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def receive(self, count: int) -> bytes:
        return self._socket.recv(count)

    def close(self) -> None:
        self._socket.close()


class _Pipe:
    def __init__(self, path: str) -> None:
        self._file = open(path, "r+b", buffering=0)  # noqa: PTH123, SIM115  a pipe, closed by its user

    def send(self, data: bytes) -> None:
        self._file.write(data)

    def receive(self, count: int) -> bytes:
        return self._file.read(count) or b""

    def close(self) -> None:
        self._file.close()


def agent_sign(key_blob: bytes, data: bytes) -> bytes:
    """The signature blob of `data` by the key with this public blob. Raises AgentError."""
    try:
        with closing(_connect()) as line:
            if key_blob not in _keys(_ask(line, bytes([_LIST]), _LISTED)):
                raise AgentError("ssh-agent 里没有授权文件中登记的那一把密钥；请先用 ssh-add 添加。")
            request = bytes([_SIGN]) + _string(key_blob) + _string(data) + struct.pack(">I", 0)
            signature, _ = _take(_ask(line, request, _SIGNED))
            return signature
    except OSError as error:
        raise AgentError(f"连不上 ssh-agent（{system_reason(error)}）。") from error


def _connect() -> _Line:
    path = os.environ.get("SSH_AUTH_SOCK", "")
    if os.name == "nt":
        return _Pipe(path or _PIPE)
    if not path:
        raise AgentError("没有找到 ssh-agent：环境变量 SSH_AUTH_SOCK 没有设置。")
    return _Socket(path)


def _ask(line: _Line, request: bytes, expected: int) -> bytes:
    """Send a message and return the answer behind its type."""
    line.send(_string(request))
    length = int.from_bytes(_exactly(line, 4))
    if not 0 < length <= _LONGEST:
        raise AgentError("ssh-agent 的答复无法识别。")
    answer = _exactly(line, length)
    if answer[0] != expected:
        raise AgentError("ssh-agent 拒绝签名，可能是没有确认或密钥已锁定。")
    return answer[1:]


def _exactly(line: _Line, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = line.receive(count - len(data))
        if not part:
            raise AgentError("ssh-agent 没有答完就断开了。")
        data += part
    return data


def _keys(answer: bytes) -> list[bytes]:
    found, rest = [], answer[4:]
    for _ in range(int.from_bytes(answer[:4])):
        blob, rest = _take(rest)
        _, rest = _take(rest)
        found.append(blob)
    return found


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _take(data: bytes) -> tuple[bytes, bytes]:
    length = int.from_bytes(data[:4])
    if len(data) < 4 + length:
        raise AgentError("ssh-agent 的答复无法识别。")
    return data[4 : 4 + length], data[4 + length :]
