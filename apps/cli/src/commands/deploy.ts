import { assertServes } from '@openledger/chain/deploy/deployChain.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, type CommandContext, EXIT } from '../command.ts'
import { readDeployment, readDeployParams, writeDeployment } from '../deploy/deploymentFile.ts'
import { describeChecks } from '../deploy/describeChecks.ts'
import { readDeployKey } from '../deploy/readDeployKey.ts'
import { runDeployment } from '../deploy/runDeployment.ts'
import { showDryRun } from '../deploy/showDryRun.ts'
import { cliErrors } from '../errors.ts'

export const command: Command = {
  path: ['deploy'],
  summary: 'create the contracts on any EVM chain, or check what stands there',
  usage: '--rpc URL --chain ID (--params FILE [--l2 TOKEN] [--out FILE] [--dry] [--keystore FILE] | --check FILE)',
  options: {
    rpc: { type: 'string', help: 'RPC of the chain' },
    chain: { type: 'string', help: 'chain id that the RPC must serve' },
    params: { type: 'string', help: 'JSON file of what the deployment fixes for ever' },
    l2: { type: 'string', help: 'on an OP Stack chain: address of OPEN on L1, which the bridge brings here' },
    out: { type: 'string', help: 'addresses file that is written (default: addresses.CHAIN.json)' },
    dry: { type: 'boolean', help: 'only tell what would be created, where, and what it would cost; needs no key' },
    keystore: { type: 'string', help: 'encrypted key file (version 3); its password is OPENLEDGER_KEYSTORE_PASSWORD' },
    check: { type: 'string', help: 'check the deployment of this addresses file against this release' },
    compare: { type: 'string', help: 'with --check: a second RPC that has to agree (default: OPENLEDGER_COMPARE_RPC)' },
  },
  details: `The key comes from OPENLEDGER_DEPLOY_KEY or an encrypted keystore, never from the command line. Addresses follow from the
parameters (CREATE2): stopped or killed half-way, the same command goes on where it stopped. FILE.journal.json keeps what
was sent until then. Parameters, for one: { "holder": "0x…", "owner": "0x…", "challengeWindow_s": 259200,
"withdrawalDelay_s": 86400, "priceDelay_s": 3600, "minimumBond": "1000000000000000000000", "bondShareBps": 1000 }
--check creates the same contracts on a chain in memory and compares addresses, code, links and parameters; it exits with
1 when something differs.`,
  run: async (context) => {
    const { values, terminal, json } = context
    const rpcUrl = required(context, 'rpc')
    const chainId = Number(required(context, 'chain'))
    if (!URL.canParse(rpcUrl)) throw new OpenLedgerError(cliErrors.CLI_USAGE, '--rpc takes the URL of an RPC')
    if (!Number.isSafeInteger(chainId) || chainId < 1)
      throw new OpenLedgerError(cliErrors.CLI_USAGE, '--chain takes a chain id')
    const check = values['check']
    if (typeof check === 'string') {
      const compare = typeof values['compare'] === 'string' ? values['compare'] : context.env.OPENLEDGER_COMPARE_RPC
      await assertServes(rpcUrl, chainId)
      const checks = await readDeployment(check, chainId, { rpcUrl, compareUrl: compare })
      return describeChecks(checks, terminal, json) ? EXIT.ok : EXIT.failed
    }
    const params = await readDeployParams(required(context, 'params'), values['l2'])
    await assertServes(rpcUrl, chainId)
    if (values['dry'] === true) {
      await showDryRun({ rpcUrl, chainId, params }, terminal, json)
      return EXIT.ok
    }
    const account = await readDeployKey(context, chainId)
    const out = typeof values['out'] === 'string' ? values['out'] : `addresses.${chainId}.json`
    const deployed = await runDeployment({ rpcUrl, chainId, params, account, out, report: terminal.progress })
    await writeDeployment(out, deployed)
    if (json) terminal.out(JSON.stringify(deployed, null, 2))
    else for (const [name, address] of Object.entries(deployed.addresses)) terminal.out(`${name}  ${address}`)
    terminal.progress(
      `written to ${out}; check it with ./openledger deploy --rpc URL --chain ${chainId} --check ${out}`,
    )
    return EXIT.ok
  },
}

function required({ values }: CommandContext, name: string): string {
  const value = values[name]
  if (typeof value === 'string' && value !== '') return value
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `deploy takes --${name}`)
}
