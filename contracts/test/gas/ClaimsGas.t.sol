// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { TreeFaults } from "../../src/faults/TreeFaults.sol";
import { IDataDemands } from "../../src/interfaces/IDataDemands.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { SumNode, SumTree } from "../../src/libraries/SumTree.sol";
import { Epoch, SumRoot } from "../../src/types/Epoch.sol";
import { PayoutLeaf } from "../../src/types/Leaves.sol";
import { PayoutRun } from "../../src/types/Runs.sol";
import { ClaimLeafProof, ClaimsRootProof } from "../../src/types/TreeProofs.sol";
import { TestTrees } from "../faults/TestTrees.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// Gas of the game over a claims tree, without calldata, kept in `snapshots/`.
contract ClaimsGasTest is Fixture {
    TreeFaults private prover;

    function setUp() public override {
        super.setUp();
        prover = new TreeFaults(settlement);
        vm.prank(stranger);
        token.approve(address(challenges), type(uint256).max);
    }

    function test_game() public {
        PayoutLeaf[] memory payouts = _payouts(2048);
        bytes32[] memory tree = _post(payouts, true);
        vm.prank(stranger);
        challenges.demand(header(operator, 1), IDataDemands.Tree.Claims, 0);
        vm.snapshotGasLastCall("Claims", "demand of 1024 nodes");
        bytes32[] memory top = _slice(tree, 10, 1024);
        vm.prank(operator);
        challenges.answer(header(operator, 1), IDataDemands.Tree.Claims, 0, abi.encode(top));
        vm.snapshotGasLastCall("Claims", "answer of 1024 nodes");
        vm.prank(stranger);
        challenges.demandBelow(header(operator, 1), 1, top);
        vm.snapshotGasLastCall("Claims", "demandBelow by 1024 nodes");
    }

    function test_proofs() public {
        PayoutLeaf[] memory payouts = _payouts(1024);
        bytes32[] memory leaves = _slice(_post(payouts, true), 10, 1024);
        vm.prank(stranger);
        challenges.demand(header(operator, 1), IDataDemands.Tree.Claims, 0);
        vm.prank(operator);
        challenges.answer(header(operator, 1), IDataDemands.Tree.Claims, 0, abi.encode(leaves));
        PayoutRun memory run = PayoutRun(0, new PayoutLeaf[](1), TestTrees.siblingsOf(_nodes(payouts), 0, 1));
        run.leaves[0] = payouts[0];
        prover.proveClaimLeaf(ClaimLeafProof(header(operator, 1), leaves, run));
        vm.snapshotGasLastCall("Claims", "proveClaimLeaf of 1024 nodes");
        prover.proveClaimsRoot(ClaimsRootProof(header(operator, 1), PayoutRun(0, payouts, new SumNode[](0))));
        vm.snapshotGasLastCall("Claims", "proveClaimsRoot of 1024 payouts");
    }

    function _payouts(uint256 count) private pure returns (PayoutLeaf[] memory list) {
        list = new PayoutLeaf[](count);
        for (uint256 i = 0; i < count; ++i) {
            list[i] =
                PayoutLeaf(address(uint160(uint256(keccak256(abi.encode(i))) >> 104) | uint160(i << 150)), 1 ether);
        }
    }

    function _nodes(PayoutLeaf[] memory payouts) private pure returns (SumNode[] memory nodes) {
        nodes = new SumNode[](payouts.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            nodes[i] = SumNode(LeafHash.payout(payouts[i].account, payouts[i].cumulative), payouts[i].cumulative);
        }
    }

    /// @dev Posts the payouts, with another leaf than the first one's claim if it lies.
    function _post(PayoutLeaf[] memory payouts, bool lies) private returns (bytes32[] memory tree) {
        fund(operator, uint128(payouts.length) * 1 ether);
        bytes32[] memory leaves = new bytes32[](payouts.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = LeafHash.claim(payouts[i].account, payouts[i].cumulative);
        }
        if (lies) leaves[0] = "secret";
        tree = ClaimsTree.over(leaves);
        Payee[] memory all = new Payee[](1);
        all[0] = Payee(contributor, uint128(payouts.length) * 1 ether);
        Epoch memory epoch = nextEpoch(operator, all, 0, 0);
        SumNode memory root = SumTree.rootInPlace(_nodes(payouts));
        epoch.payouts = SumRoot(root.hash, root.sum, uint32(payouts.length));
        epoch.claimsRoot = tree[0];
        post(epoch);
    }

    function _slice(bytes32[] memory tree, uint256 level, uint256 length)
        private
        pure
        returns (bytes32[] memory nodes)
    {
        nodes = new bytes32[](length);
        for (uint256 i = 0; i < length; ++i) {
            nodes[i] = tree[(1 << level) - 1 + i];
        }
    }
}
