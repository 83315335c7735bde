#!/usr/bin/env node
// Makes npm's solc (WebAssembly, the same on every platform, offline) answer forge as the native compiler would.
import { readFileSync } from 'node:fs'
import solc from 'solc'

if (process.argv.includes('--version'))
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`)
else process.stdout.write(solc.compile(readFileSync(0, 'utf8')))
