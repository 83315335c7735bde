// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Hashes } from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import { ClaimsProof } from "../src/libraries/ClaimsProof.sol";
import { LeafHash } from "../src/libraries/LeafHash.sol";
import { svm } from "./Symbolic.sol";

/// @notice For every claims tree of up to 4 accounts: whatever a proof or a multiproof shows is a claim of the tree, with
/// any siblings and any flags.
contract MultiproofProofs {
    // ── the tree ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev Claims in one word each, as the vault takes them.
    function anyClaims(uint256 count) private pure returns (bytes32[] memory claims) {
        claims = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            claims[i] = svm.createBytes32("claim");
        }
    }

    function anyWords(uint256 count) private pure returns (bytes32[] memory words) {
        words = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            words[i] = svm.createBytes32("sibling");
        }
    }

    /// @dev Leaf i is claim i; what follows the claims up to a power of two is 0.
    function rootOf(bytes32[] memory claims) private pure returns (bytes32) {
        uint256 width = 1;
        while (width < claims.length) width *= 2;
        bytes32[] memory nodes = new bytes32[](width);
        for (uint256 i = 0; i < claims.length; ++i) {
            nodes[i] = LeafHash.claim(address(bytes20(claims[i])), uint96(uint256(claims[i])));
        }
        for (; width > 1; width /= 2) {
            for (uint256 i = 0; i < width / 2; ++i) {
                nodes[i] = sortedHash(nodes[2 * i], nodes[2 * i + 1]);
            }
        }
        return nodes[0];
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

    /// `ClaimsProof` stores two nodes at a place that depends on their order. The bench puts a mask in its place, for
    /// halmos follows known addresses only; for either order both hash the same.
    function check_theMaskOrdersAsThePlaceDoes(bytes32 node, bytes32 other) public pure {
        uint256 place = other < node ? 0x20 : 0;
        bytes32 placed;
        bytes32 masked;
        assembly ("memory-safe") {
            mstore(place, node)
            mstore(xor(place, 0x20), other)
            placed := keccak256(0x00, 0x40)
            let swap := and(xor(other, node), sub(0, lt(other, node)))
            mstore(0x00, xor(node, swap))
            mstore(0x20, xor(other, swap))
            masked := keccak256(0x00, 0x40)
        }
        assert(placed == masked);
    }

    /// The library hashes a claim as the tree does.
    function check_leafOf(bytes32 claim) public pure {
        assert(ClaimsProof.leafOf(claim) == LeafHash.claim(address(bytes20(claim)), uint96(uint256(claim))));
    }

    // ── one claim ─────────────────────────────────────────────────────────────────────────────────────────────────

    function single(bytes32 claim, bytes32[] calldata proof) external pure returns (bytes32) {
        return ClaimsProof.rootOf(ClaimsProof.leafOf(claim), proof);
    }

    function oneShowsOnlyTheTree(uint256 count, uint256 siblings) private view {
        bytes32[] memory honest = anyClaims(count);
        bytes32[] memory claimed = anyClaims(1);
        if (this.single(claimed[0], anyWords(siblings)) != rootOf(honest)) return;
        requireAll(claimed, honest);
    }

    function check_single_of_1() public view {
        oneShowsOnlyTheTree(1, 0);
    }

    function check_single_of_2() public view {
        oneShowsOnlyTheTree(2, 1);
    }

    function check_single_of_3() public view {
        oneShowsOnlyTheTree(3, 2);
    }

    function check_single_of_4() public view {
        oneShowsOnlyTheTree(4, 2);
    }

    function check_single_of_4_too_short() public view {
        oneShowsOnlyTheTree(4, 1);
    }

    function check_single_of_4_too_long() public view {
        oneShowsOnlyTheTree(4, 3);
    }

    // ── many claims ───────────────────────────────────────────────────────────────────────────────────────────────

    function many(bytes32[] calldata claims, bytes32[] calldata proof, uint256[] calldata flags)
        external
        pure
        returns (bool fits, bytes32 root)
    {
        return ClaimsProof.rootOfMany(claims, proof, flags);
    }

    function showsOnlyTheTree(uint256 count, uint256 shown, uint256 siblings) private view {
        bytes32[] memory honest = anyClaims(count);
        bytes32[] memory claimed = anyClaims(shown);
        uint256[] memory flags = new uint256[](1);
        flags[0] = svm.createUint(256, "flags");
        (bool fits, bytes32 root) = this.many(claimed, anyWords(siblings), flags);
        if (!fits || root != rootOf(honest)) return;
        requireAll(claimed, honest);
    }

    /// @dev Every claim that was shown is one of the tree.
    function requireAll(bytes32[] memory claimed, bytes32[] memory honest) private pure {
        for (uint256 i = 0; i < claimed.length; ++i) {
            uint256 found = 0;
            for (uint256 j = 0; j < honest.length; ++j) {
                bytes32 differs = claimed[i] ^ honest[j];
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

    /// Leaves, siblings or flags that do not belong together never fit, whatever they are.
    function check_nothing_without_claims(bytes32 sibling) public view {
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = sibling;
        (bool fits,) = this.many(new bytes32[](0), proof, new uint256[](0));
        assert(!fits);
    }

    function check_flags_of_another_number(uint256 flags) public view {
        uint256[] memory words = new uint256[](2);
        words[0] = flags;
        (bool fits,) = this.many(anyClaims(2), anyWords(1), words);
        assert(!fits);
        (fits,) = this.many(anyClaims(2), anyWords(1), new uint256[](0));
        assert(!fits);
    }
}
