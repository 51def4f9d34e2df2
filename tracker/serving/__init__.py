"""How pages reach a browser: kept, compressed, by WSGI."""
