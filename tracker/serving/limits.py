"""How long, how much and how many: what the server takes from one client, and from all."""

CONNECTIONS = 2000
"""That are open at once; who comes then waits until one ends."""
HEADER_SECONDS = 15
"""Until the head of a request is whole; also how long a connection may be idle between two."""
BODY_SECONDS = 60
"""Until the body of a request is whole."""
BODY_BYTES = 12 * 2**20
"""Of a body; Django answers for itself to what is longer than DATA_UPLOAD_MAX_MEMORY_SIZE."""
UNREAD_SECONDS = 30
"""How long a client may take nothing of what was sent to it."""
IN_MEMORY_BYTES = 2**20
"""Of a body or an answer; what is longer waits in a file."""
LOCK_SECONDS = 10
"""How long a request waits for others who write, or for a lock in the database."""
STATEMENT_SECONDS = 30
"""How long PostgreSQL may take for one query of a request."""
