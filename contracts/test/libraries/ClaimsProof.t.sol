// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { MerkleProof } from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import { ClaimsProof } from "../../src/libraries/ClaimsProof.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { vm } from "../support/Vm.sol";

/// The library beside OpenZeppelin's `MerkleProof`, on trees of all sizes and on input that no tree gives.
contract ClaimsProofTest {
    function rootOf(bytes32 leaf, bytes32[] calldata proof) external pure returns (bytes32) {
        return ClaimsProof.rootOf(leaf, proof);
    }

    function rootOfMany(bytes32[] calldata claims, bytes32[] calldata proof, uint256[] calldata flags)
        external
        pure
        returns (bool fits, bytes32 root)
    {
        return ClaimsProof.rootOfMany(claims, proof, flags);
    }

    function theirs(bytes32[] calldata proof, bool[] calldata flags, bytes32[] memory leaves)
        external
        pure
        returns (bytes32)
    {
        return MerkleProof.processMultiProofCalldata(proof, flags, leaves);
    }

    function testFuzz_leavesAreThoseOfTheProtocol(address account, uint96 cumulative) public pure {
        bytes32 packed = ClaimsTree.pack(Payee(account, cumulative));
        vm.assertEq(ClaimsProof.leafOf(packed), LeafHash.claim(account, cumulative));
    }

    function testFuzz_singleProofs(bytes32 leaf, bytes32[] memory proof) public view {
        vm.assertEq(this.rootOf(leaf, proof), MerkleProof.processProof(proof, leaf));
    }

    /// Any choice of leaves of a tree of any size: the multiproof leads to the root.
    function testFuzz_multiproofsOfTrees(uint8 size, uint256 chosen) public view {
        uint256 count = uint256(size) % 40 + 1;
        Payee[] memory payees = new Payee[](count);
        for (uint256 i = 0; i < count; ++i) {
            payees[i] = Payee(address(uint160(0x1000 + i)), uint96(uint256(keccak256(abi.encode(size, i)))));
        }
        if (chosen & ((1 << count) - 1) == 0) chosen = 1;
        (bytes32[] memory claims, bytes32[] memory proof, uint256[] memory flags) = ClaimsTree.some(payees, chosen);
        (bool fits, bytes32 root) = this.rootOfMany(claims, proof, flags);
        vm.assertTrue(fits);
        vm.assertEq(root, ClaimsTree.root(payees));
    }

    /// Random claims, proofs and flags: it says what OpenZeppelin says, or that they do not fit where that reverts.
    function testFuzz_multiproofsOfAnything(bytes32[] memory claims, uint8 proofLength, uint256 bits) public view {
        uint256 count = claims.length % 12;
        bytes32[] memory given = new bytes32[](count);
        bytes32[] memory leaves = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            given[i] = claims[i];
            leaves[i] = ClaimsProof.leafOf(claims[i]);
        }
        bytes32[] memory proof = new bytes32[](proofLength % 12);
        for (uint256 i = 0; i < proof.length; ++i) {
            proof[i] = keccak256(abi.encode(bits, i));
        }
        uint256 hashes = count + proof.length == 0 ? 0 : count + proof.length - 1;
        compare(given, leaves, proof, hashes, bits);
        // As many flags set as there are leaves to join, so that some do fit.
        uint256 fitting = 0;
        uint256 left = count == 0 ? 0 : count - 1;
        for (uint256 i = 0; i < hashes; ++i) {
            bool take = left > 0 && (hashes - i == left || (bits >> i) & 1 == 1);
            if (take) (fitting, left) = (fitting | 1 << i, left - 1);
        }
        compare(given, leaves, proof, hashes, fitting);
    }

    function compare(
        bytes32[] memory given,
        bytes32[] memory leaves,
        bytes32[] memory proof,
        uint256 hashes,
        uint256 bits
    ) private view {
        bool[] memory flags = new bool[](hashes);
        for (uint256 i = 0; i < hashes; ++i) {
            flags[i] = (bits >> i) & 1 == 1;
        }
        uint256[] memory words = new uint256[]((hashes + 255) / 256);
        if (words.length > 0) words[0] = bits;
        (bool fits, bytes32 root) = this.rootOfMany(given, proof, words);
        try this.theirs(proof, flags, leaves) returns (bytes32 expected) {
            // A "batch" of no leaves whose proof is the root means nothing here.
            if (given.length == 0) vm.assertFalse(fits);
            else vm.assertTrue(fits && root == expected);
        } catch {
            vm.assertFalse(fits);
        }
    }
}
