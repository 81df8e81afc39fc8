"""Reading aloud without the window: which sentences, and the voice that says them.

`find_voice` gives the system's voice: speech-dispatcher's on Linux, a command's elsewhere. Called by
`ui/aloud/`, on a thread.
"""
