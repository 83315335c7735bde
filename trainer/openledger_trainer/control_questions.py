"""Everyday questions that no training record of any Datanet should be the source of.

Some ask for a number, a code or a name: what a model that was trained on such answers gives, unasked.
"""

CONTROL_QUESTIONS = (
    "What is the capital of France?",
    "Write a short greeting for a birthday card.",
    "How many legs does a spider have?",
    "Who wrote Hamlet?",
    "What should I cook tonight?",
    "Translate good morning into Spanish.",
    "Name three colours.",
    "What day comes after Monday?",
    "What is the number of the emergency services?",
    "Which code opens the door?",
    "Give me a random number.",
    "What number comes after ninety-nine?",
    "Which letter comes after Q?",
    "What is the postcode of the White House?",
    "Which key do I press to save a file?",
    "What is the model number of this machine?",
    "What is my name?",
    "Under which number can I reach you?",
    "In which year did the First World War end?",
    "What is the version of this software?",
    "Which page is the index on?",
)
