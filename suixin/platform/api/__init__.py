"""The API's assembly: one error shape (RFC 9457) on every operation, sign-in, limits, languages.

Rooms bring routers; the site mounts them. It must not know what any operation does.
"""
