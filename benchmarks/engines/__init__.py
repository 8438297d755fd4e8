"""The engines compared. Each has `load(log, folder)`, and `opened(folder)` that gives a function from a question to
its table; they are asked in processes of their own."""
