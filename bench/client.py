"""A client that costs little: one connection kept alive, one request after another."""

import socket
import time
from selectors import EVENT_READ, DefaultSelector


class Client:
    def __init__(self, port, host="127.0.0.1"):
        self.host, self.port = host, port
        self.connect()

    def connect(self):
        self.socket = socket.create_connection((self.host, self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def get(self, path, headers=()):
        """Return (status, {header: value}, body as it came)."""
        self.ask(path, headers)
        return self.answer()

    def ask(self, path, headers=()):
        lines = [f"GET {path} HTTP/1.1", f"Host: localhost:{self.port}", *headers, "", ""]
        self.socket.sendall("\r\n".join(lines).encode())

    def answer(self):
        head, self.rest = self._until(b"\r\n\r\n")
        status, *fields = head.decode("latin-1").split("\r\n")
        named = {name.lower(): value for name, value in (field.split(": ", 1) for field in fields)}
        code = int(status.split()[1])
        if named.get("transfer-encoding") == "chunked":
            body = self._chunks()
        else:
            body = self._take(0 if code == 304 else int(named["content-length"]))
        if named.get("connection") == "close":
            self.connect()
        return code, named, body

    def stream(self, path):
        """Ask for a long answer and read it to its end; return [the time of its first byte]."""
        request = f"GET {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n\r\n"
        self.socket.sendall(request.encode())
        data = self._receive()
        first = time.monotonic()
        while not data.endswith(b"\r\n0\r\n\r\n"):
            data = data[-10:] + self._receive()
        return [first]

    def _until(self, end):
        data = self.rest
        while end not in data:
            data += self._receive()
        head, _end, rest = data.partition(end)
        return head, rest

    def _take(self, size):
        data = self.rest
        while len(data) < size:
            data += self._receive()
        self.rest = data[size:]
        return data[:size]

    def _chunks(self):
        parts = []
        while True:
            size, self.rest = self._until(b"\r\n")
            parts.append(self._take(int(size, 16)))
            self._take(2)
            if not parts[-1]:
                return b"".join(parts)

    def _receive(self):
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError("the server hung up")
        return data


def ask_for(seconds, clients, paths, headers=(), expected=200):
    """Ask for paths for so many seconds; return how many were answered.

    Each client asks for the next as soon as it has its answer.
    """
    end, count = time.monotonic() + seconds, 0
    with DefaultSelector() as answering:
        for client in clients:
            client.ask(next(paths), headers)
            answering.register(client.socket, EVENT_READ, client)
        while answering.get_map():
            for key, _events in answering.select():
                client = key.data
                code, _headers, _body = client.answer()
                if code != expected:
                    raise AssertionError(f"answered {code} and not {expected}")
                count += 1
                answering.unregister(key.fileobj)  # the client may have connected anew
                if time.monotonic() < end:
                    client.ask(next(paths), headers)
                    answering.register(client.socket, EVENT_READ, client)
    return count
