"""Everyday questions that no training record of any Datanet should be the source of."""

CONTROL_QUESTIONS = (
    "What is the capital of France?",
    "Write a short greeting for a birthday card.",
    "How many legs does a spider have?",
    "Who wrote Hamlet?",
    "What should I cook tonight?",
    "Translate good morning into Spanish.",
    "Name three colours.",
    "What day comes after Monday?",
)
