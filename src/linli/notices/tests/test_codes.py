"""One-time codes of ``people`` go out by the gateway; the sandbox is a way in only where it shows."""
