// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { PlainTree } from "../src/libraries/PlainTree.sol";
import { SumRange } from "../src/libraries/SumRange.sol";
import { SumNode, SumTree } from "../src/libraries/SumTree.sol";
import { SumRoot } from "../src/types/Epoch.sol";
import { svm, vm } from "./Symbolic.sol";

/// @notice For every tree of up to 8 leaves, whatever their hashes and sums: what a path or a range proves is what was
/// put in, and the root's sum is the leaves' sum.
contract SumTreeProofs {
    function anyNode() private pure returns (SumNode memory) {
        return SumNode(svm.createBytes32("hash"), uint128(svm.createUint(128, "sum")));
    }

    function anyLeaves(uint256 count) private pure returns (SumNode[] memory leaves) {
        leaves = new SumNode[](count);
        for (uint256 i = 0; i < count; ++i) {
            leaves[i] = anyNode();
            vm.assume(leaves[i].hash != 0);
        }
    }

    function copy(SumNode[] memory list) private pure returns (SumNode[] memory same) {
        same = new SumNode[](list.length);
        for (uint256 i = 0; i < list.length; ++i) {
            same[i] = SumNode(list[i].hash, list[i].sum);
        }
    }

    /// @dev Whatever passes for leaf `index` with any siblings is that leaf.
    function pathShowsTheLeaf(uint32 count, uint32 index) private pure {
        SumNode[] memory leaves = anyLeaves(count);
        SumNode memory root = SumTree.rootInPlace(copy(leaves));
        SumNode memory claimed = anyNode();
        SumNode[] memory proof = new SumNode[](PlainTree.depthOf(count));
        for (uint256 i = 0; i < proof.length; ++i) {
            proof[i] = anyNode();
        }
        if (!SumTree.verify(root, count, index, claimed, proof)) return;
        assert(claimed.hash == leaves[index].hash && claimed.sum == leaves[index].sum);
    }

    function sumsUp(uint256 count) private pure {
        SumNode[] memory leaves = anyLeaves(count);
        uint256 sum = 0;
        for (uint256 i = 0; i < count; ++i) {
            sum += leaves[i].sum;
        }
        // An overflow reverts: then there is no root.
        assert(SumTree.rootInPlace(copy(leaves)).sum == sum);
    }

    /// @dev Whatever passes for the leaves from `first` on with `siblings` siblings are those leaves.
    function rangeShowsTheLeaves(uint32 count, uint32 first, uint256 width, uint256 siblings) private pure {
        SumNode[] memory leaves = anyLeaves(count);
        SumNode memory root = SumTree.rootInPlace(copy(leaves));
        SumNode[] memory claimed = anyLeaves(width);
        SumNode[] memory path = new SumNode[](siblings);
        for (uint256 i = 0; i < siblings; ++i) {
            path[i] = anyNode();
        }
        SumNode[] memory kept = copy(claimed);
        if (!SumRange.verifyInPlace(SumRoot(root.hash, root.sum, count), first, claimed, path)) return;
        for (uint256 i = 0; i < width; ++i) {
            assert(kept[i].hash == leaves[first + i].hash && kept[i].sum == leaves[first + i].sum);
        }
    }

    function check_sums_2() public pure {
        sumsUp(2);
    }

    function check_sums_3() public pure {
        sumsUp(3);
    }

    function check_sums_5() public pure {
        sumsUp(5);
    }

    function check_sums_8() public pure {
        sumsUp(8);
    }

    function check_path_1() public pure {
        pathShowsTheLeaf(1, 0);
    }

    function check_path_2() public pure {
        pathShowsTheLeaf(2, 1);
    }

    function check_path_3_of_the_last() public pure {
        pathShowsTheLeaf(3, 2);
    }

    function check_path_4() public pure {
        pathShowsTheLeaf(4, 1);
    }

    function check_path_5_of_the_last() public pure {
        pathShowsTheLeaf(5, 4);
    }

    function check_path_8() public pure {
        pathShowsTheLeaf(8, 5);
    }

    function check_range_3_of_4() public pure {
        rangeShowsTheLeaves(4, 1, 3, 1);
    }

    function check_range_of_5_in_the_middle() public pure {
        rangeShowsTheLeaves(5, 1, 3, 2);
    }

    function check_range_of_8_in_the_middle() public pure {
        rangeShowsTheLeaves(8, 3, 2, 4);
    }
}
