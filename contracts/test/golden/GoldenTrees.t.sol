// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { MerkleProof } from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { PlainTree } from "../../src/libraries/PlainTree.sol";
import { SumNode, SumTree } from "../../src/libraries/SumTree.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { vm } from "../support/Vm.sol";
import { Golden } from "./Golden.sol";

contract GoldenTreesTest is Golden {
    function test_plainTrees() public {
        load("trees");
        uint256 trees = lengthOf(".plain");
        for (uint256 i = 0; i < trees; ++i) {
            bytes32[] memory leaves = words(item(".plain", i, ".leaves"));
            bytes32 root = word(item(".plain", i, ".root"));
            uint32 count = uint32(integer(item(".plain", i, ".count")));
            for (uint32 index = 0; index < count; ++index) {
                bytes32[] memory proof = words(item(item(".plain", i, ".proofs"), index, ""));
                vm.assertTrue(PlainTree.verify(root, count, index, leaves[index], proof), "plain proof");
                vm.assertFalse(PlainTree.verify(root, count, index ^ 1, leaves[index], proof) && count > 1);
            }
            vm.assertEq(PlainTree.rootInPlace(leaves), root, "plain root");
        }
    }

    function test_sumTrees() public {
        load("trees");
        uint256 trees = lengthOf(".sum");
        for (uint256 i = 0; i < trees; ++i) {
            SumNode[] memory leaves = nodes(item(".sum", i, ".leafHashes"), item(".sum", i, ".leafSums"));
            SumNode memory root = SumNode(word(item(".sum", i, ".root")), uint128(integer(item(".sum", i, ".sum"))));
            uint32 count = uint32(integer(item(".sum", i, ".count")));
            for (uint32 index = 0; index < count; ++index) {
                SumNode[] memory proof = nodes(
                    item(item(".sum", i, ".proofHashes"), index, ""), item(item(".sum", i, ".proofSums"), index, "")
                );
                vm.assertTrue(SumTree.verify(root, count, index, leaves[index], proof), "sum proof");
            }
            SumNode memory built = SumTree.rootInPlace(leaves);
            vm.assertEq(built.hash, root.hash, "sum root");
            vm.assertEq(built.sum, root.sum, "sum");
        }
    }

    function test_claimTrees() public {
        load("claims");
        uint256 trees = lengthOf(".cases");
        for (uint256 i = 0; i < trees; ++i) {
            uint256 count = integer(item(".cases", i, ".count"));
            bytes32 root = word(item(".cases", i, ".root"));
            Payee[] memory list = new Payee[](count);
            for (uint256 j = 0; j < count; ++j) {
                list[j].account = account(item(item(".cases", i, ".accounts"), j, ""));
                list[j].cumulative = uint128(integer(item(item(".cases", i, ".cumulatives"), j, "")));
                bytes32[] memory proof = words(item(item(".cases", i, ".proofs"), j, ""));
                bytes32 leaf = LeafHash.claim(list[j].account, list[j].cumulative);
                vm.assertTrue(MerkleProof.verify(proof, root, leaf), "claim proof");
            }
            vm.assertEq(ClaimsTree.root(list), root, "claims root");
        }
    }

    function nodes(string memory hashesKey, string memory sumsKey) private view returns (SumNode[] memory list) {
        bytes32[] memory hashes = words(hashesKey);
        uint256[] memory sums = integers(sumsKey);
        list = new SumNode[](hashes.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            list[i] = SumNode(hashes[i], uint128(sums[i]));
        }
    }
}
