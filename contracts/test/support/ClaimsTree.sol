// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Hashes } from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import { LeafHash } from "../../src/libraries/LeafHash.sol";

struct Payee {
    address account;
    uint128 cumulative;
}

/// @notice OpenZeppelin's StandardMerkleTree over payouts, for tests: sorted leaf hashes at the end of an array, node i
/// above 2i + 1 and 2i + 2.
library ClaimsTree {
    function build(Payee[] memory payees) internal pure returns (bytes32[] memory tree) {
        bytes32[] memory leaves = new bytes32[](payees.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = leafOf(payees[i]);
            for (uint256 j = i; j > 0 && leaves[j - 1] > leaves[j]; --j) {
                (leaves[j - 1], leaves[j]) = (leaves[j], leaves[j - 1]);
            }
        }
        tree = new bytes32[](2 * leaves.length - 1);
        for (uint256 i = 0; i < leaves.length; ++i) {
            tree[tree.length - 1 - i] = leaves[i];
        }
        for (uint256 i = leaves.length - 1; i > 0; --i) {
            tree[i - 1] = Hashes.commutativeKeccak256(tree[2 * i - 1], tree[2 * i]);
        }
    }

    function root(Payee[] memory payees) internal pure returns (bytes32) {
        return payees.length == 0 ? bytes32(0) : build(payees)[0];
    }

    function proof(Payee[] memory payees, uint256 index) internal pure returns (bytes32[] memory siblings) {
        bytes32[] memory tree = build(payees);
        bytes32 leaf = leafOf(payees[index]);
        uint256 position = payees.length - 1;
        while (tree[position] != leaf) ++position;
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

    function leafOf(Payee memory payee) internal pure returns (bytes32) {
        return LeafHash.claim(payee.account, payee.cumulative);
    }
}
