// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IFaultProver } from "../../src/interfaces/IFaultProver.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { vm } from "../support/Vm.sol";
import { EpochWorld } from "./EpochWorld.sol";

/// @notice What the tests of all provers share.
abstract contract FaultTest is EpochWorld {
    /// @dev The prover under test.
    IFaultProver internal prover;

    /// @dev The proof convicts exactly this epoch.
    function convict(uint8 kind, bytes memory proof, Epoch memory epoch) internal view {
        vm.assertEq(prover.prove(kind, proof), epoch.hash());
    }

    /// @dev The proof reverts with this error, whatever its parameters.
    function refuse(uint8 kind, bytes memory proof, bytes4 selector) internal view {
        (bool proven, bytes memory reason) =
            address(prover).staticcall(abi.encodeCall(IFaultProver.prove, (kind, proof)));
        vm.assertFalse(proven);
        vm.assertEq(bytes32(bytes4(reason)), bytes32(selector));
    }

    /// @dev The proof may revert in any way, or convict some other epoch, but never this one.
    function neverConvicts(uint8 kind, bytes memory proof, Epoch memory honestEpoch) internal view {
        (bool proven, bytes memory result) =
            address(prover).staticcall(abi.encodeCall(IFaultProver.prove, (kind, proof)));
        if (proven) vm.assertNotEq(abi.decode(result, (bytes32)), honestEpoch.hash());
    }

    /// @dev Changes one word of an encoded proof: a bit, one up or down, nothing, or another of its words.
    function mutate(bytes memory proof, uint256 seed) internal pure returns (bytes memory) {
        uint256 words = proof.length / 32;
        uint256 place_ = 32 * (1 + (seed >> 8) % words);
        uint256 other = 32 * (1 + (seed >> 72) % words);
        uint256 bit = (seed >> 136) % 256;
        uint256 how = seed % 5;
        assembly ("memory-safe") {
            let place := add(proof, place_)
            let word := mload(place)
            switch how
            case 0 { word := xor(word, shl(bit, 1)) }
            case 1 { word := add(word, 1) }
            case 2 { word := sub(word, 1) }
            case 3 { word := 0 }
            default { word := mload(add(proof, other)) }
            mstore(place, word)
        }
        return proof;
    }
}
