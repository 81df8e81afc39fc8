"""What comes in from other programs and is told to them: files dropped here, the system's recent files."""
