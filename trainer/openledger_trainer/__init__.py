"""OpenLedger's trainer: train, evaluate, influence. One job (JSON) in, events (JSONL) out."""
