// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Hashes } from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import { MerkleProof } from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import { LeafHash } from "../src/libraries/LeafHash.sol";
import { svm } from "./Symbolic.sol";

/// @notice For every claims tree of up to 4 accounts: whatever a multiproof shows is a claim of the tree, with any
/// siblings and any flags.
contract MultiproofProofs {
    struct Claims {
        address[] accounts;
        uint128[] cumulatives;
    }

    function anyClaims(uint256 count) private pure returns (Claims memory claims) {
        claims = Claims(new address[](count), new uint128[](count));
        for (uint256 i = 0; i < count; ++i) {
            claims.accounts[i] = svm.createAddress("account");
            claims.cumulatives[i] = uint128(svm.createUint(128, "cumulative"));
        }
    }

    function leavesOf(Claims memory claims) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](claims.accounts.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = LeafHash.claim(claims.accounts[i], claims.cumulatives[i]);
        }
    }

    /// @dev OpenZeppelin's StandardMerkleTree: the leaves stand at the end of a complete binary tree.
    function rootOf(bytes32[] memory leaves) private pure returns (bytes32) {
        uint256 count = leaves.length;
        bytes32[] memory tree = new bytes32[](2 * count - 1);
        for (uint256 i = 0; i < count; ++i) {
            tree[tree.length - 1 - i] = leaves[i];
        }
        for (uint256 i = tree.length - count; i > 0; --i) {
            tree[i - 1] = sortedHash(tree[2 * i - 1], tree[2 * i]);
        }
        return tree[0];
    }

    function verify(bytes32[] calldata proof, bool[] calldata flags, bytes32 root, bytes32[] memory leaves)
        external
        view
        returns (bool)
    {
        return MerkleProof.multiProofVerifyCalldata(proof, flags, root, leaves, sortedHash);
    }

    /// @dev `Hashes.commutativeKeccak256` without a branch, so that one path stands for both orders.
    function sortedHash(bytes32 a, bytes32 b) private pure returns (bytes32) {
        uint256 less;
        assembly ("memory-safe") {
            less := lt(a, b)
        }
        bytes32 swap = (a ^ b) & bytes32(less * type(uint256).max);
        return keccak256(abi.encode(b ^ swap, a ^ swap));
    }

    /// The hash above is OpenZeppelin's.
    function check_sortedHash(bytes32 a, bytes32 b) public pure {
        assert(sortedHash(a, b) == Hashes.commutativeKeccak256(a, b));
    }

    function showsOnlyTheTree(uint256 count, uint256 shown, uint256 siblings) private view {
        Claims memory honest = anyClaims(count);
        Claims memory claimed = anyClaims(shown);
        bytes32[] memory proof = new bytes32[](siblings);
        for (uint256 i = 0; i < siblings; ++i) {
            proof[i] = svm.createBytes32("sibling");
        }
        bool[] memory flags = new bool[](shown + siblings - 1);
        for (uint256 i = 0; i < flags.length; ++i) {
            flags[i] = svm.createBool("flag");
        }
        if (!this.verify(proof, flags, rootOf(leavesOf(honest)), leavesOf(claimed))) return;
        for (uint256 i = 0; i < shown; ++i) {
            uint256 found = 0;
            for (uint256 j = 0; j < count; ++j) {
                uint256 differs = uint160(claimed.accounts[i]) ^ uint160(honest.accounts[j]);
                differs |= claimed.cumulatives[i] ^ honest.cumulatives[j];
                assembly ("memory-safe") {
                    found := or(found, iszero(differs))
                }
            }
            assert(found == 1);
        }
    }

    function check_one_of_2() public view {
        showsOnlyTheTree(2, 1, 1);
    }

    function check_both_of_2() public view {
        showsOnlyTheTree(2, 2, 0);
    }

    function check_two_of_3() public view {
        showsOnlyTheTree(3, 2, 1);
    }

    function check_one_of_4() public view {
        showsOnlyTheTree(4, 1, 2);
    }

    function check_two_of_4() public view {
        showsOnlyTheTree(4, 2, 1);
    }

    function check_two_of_4_with_two_siblings() public view {
        showsOnlyTheTree(4, 2, 2);
    }

    function check_three_of_4() public view {
        showsOnlyTheTree(4, 3, 1);
    }
}
