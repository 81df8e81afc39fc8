"""Dialogs: small windows that ask one thing."""
