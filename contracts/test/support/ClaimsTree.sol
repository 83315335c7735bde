// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Hashes } from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import { LeafHash } from "../../src/libraries/LeafHash.sol";

struct Payee {
    address account;
    uint128 cumulative;
}

/// @notice The claims tree over payouts, for tests, as an array: node i above 2i + 1 and 2i + 2, node 0 the root, the
/// last 2^depth the leaves; what follows the payouts is 0.
library ClaimsTree {
    function build(Payee[] memory payees) internal pure returns (bytes32[] memory tree) {
        bytes32[] memory leaves = new bytes32[](payees.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = leafOf(payees[i]);
        }
        return over(leaves);
    }

    /// @notice The tree over any leaves, true claims or not.
    function over(bytes32[] memory leaves) internal pure returns (bytes32[] memory tree) {
        uint256 width = widthFor(leaves.length);
        tree = new bytes32[](2 * width - 1);
        for (uint256 i = 0; i < leaves.length; ++i) {
            tree[width - 1 + i] = leaves[i];
        }
        for (uint256 i = width - 1; i > 0; --i) {
            (bytes32 left, bytes32 right) = (tree[2 * i - 1], tree[2 * i]);
            if (left != 0 || right != 0) tree[i - 1] = Hashes.commutativeKeccak256(left, right);
        }
    }

    /// @dev Places for leaves: the next power of two.
    function widthFor(uint256 count) internal pure returns (uint256 width) {
        width = 1;
        while (width < count) width *= 2;
    }

    function root(Payee[] memory payees) internal pure returns (bytes32) {
        return payees.length == 0 ? bytes32(0) : build(payees)[0];
    }

    function proof(Payee[] memory payees, uint256 index) internal pure returns (bytes32[] memory siblings) {
        return proofIn(build(payees), widthFor(payees.length) - 1 + index);
    }

    /// @notice The siblings of a node, from it up.
    function proofIn(bytes32[] memory tree, uint256 position) internal pure returns (bytes32[] memory siblings) {
        uint256 length = 0;
        for (uint256 i = position; i > 0; i = (i - 1) / 2) {
            ++length;
        }
        siblings = new bytes32[](length);
        for (uint256 i = 0; position > 0; ++i) {
            siblings[i] = tree[position % 2 == 1 ? position + 1 : position - 1];
            position = (position - 1) / 2;
        }
    }

    /// @notice The multiproof of all leaves: no sibling, every flag set.
    function wholeTree(Payee[] memory payees)
        internal
        pure
        returns (bytes32[] memory claims, bytes32[] memory siblings, uint256[] memory flags)
    {
        return some(payees, type(uint256).max);
    }

    /// @notice The multiproof of some leaves, from the deepest node up: each known node meets its sibling, known too (flag
    /// set) or from the proof.
    /// @param chosen Bit i: payee i is one of them; at least one.
    function some(Payee[] memory payees, uint256 chosen)
        internal
        pure
        returns (bytes32[] memory claims, bytes32[] memory siblings, uint256[] memory flags)
    {
        bytes32[] memory tree = build(payees);
        bytes32[] memory claimAt = new bytes32[](tree.length);
        bool[] memory isKnown = new bool[](tree.length);
        uint256 count = 0;
        for (uint256 i = 0; i < payees.length; ++i) {
            if ((chosen >> i) & 1 == 0) continue;
            uint256 position = widthFor(payees.length) - 1 + i;
            (claimAt[position], isKnown[position], count) = (pack(payees[i]), true, count + 1);
        }
        claims = new bytes32[](count);
        siblings = new bytes32[](tree.length);
        flags = new uint256[]((tree.length + 255) / 256);
        (uint256 leaves, uint256 used, uint256 hashes) = (0, 0, 0);
        for (uint256 i = tree.length - 1; i > 0; --i) {
            if (claimAt[i] != 0) claims[leaves++] = claimAt[i];
            uint256 sibling = i % 2 == 1 ? i + 1 : i - 1;
            // A pair is handled at the greater place of its known nodes.
            if (!isKnown[i] || (i % 2 == 1 && isKnown[sibling])) continue;
            if (isKnown[sibling]) flags[hashes / 256] |= 1 << (hashes % 256);
            else siblings[used++] = tree[sibling];
            isKnown[(i - 1) / 2] = true;
            ++hashes;
        }
        if (claimAt[0] != 0) claims[leaves] = claimAt[0];
        uint256 words = (hashes + 255) / 256;
        assembly ("memory-safe") {
            mstore(siblings, used)
            mstore(flags, words)
        }
    }

    /// @notice A claim as `IClaimVault.claimMany` takes it.
    function pack(Payee memory payee) internal pure returns (bytes32) {
        return bytes32(uint256(uint160(payee.account)) << 96 | payee.cumulative);
    }

    function leafOf(Payee memory payee) internal pure returns (bytes32) {
        return LeafHash.claim(payee.account, payee.cumulative);
    }
}
