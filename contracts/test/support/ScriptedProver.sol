// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IFaultProver } from "../../src/interfaces/IFaultProver.sol";

/// @notice Takes the proof's word for it: what `Challenges` does with a prover's answer, and nothing else, is tested.
contract ScriptedProver is IFaultProver {
    error Refuted(uint8 kind);

    function prove(uint8 kind, bytes calldata proof) external pure returns (bytes32 epochHash) {
        epochHash = abi.decode(proof, (bytes32));
        require(epochHash != 0, Refuted(kind));
    }
}
