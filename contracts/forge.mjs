#!/usr/bin/env node
// forge with this project's compiler and libraries: `node contracts/forge.mjs test`, `… fmt --check`, `… snapshot`.
import { runForge } from './tools/runForge.mjs'

process.exitCode = runForge(process.argv.slice(2))
