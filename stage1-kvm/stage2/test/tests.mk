# Tests: see the head of each file.
