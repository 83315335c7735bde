// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { TreeFaults } from "../../src/faults/TreeFaults.sol";
import { IChallenges } from "../../src/interfaces/IChallenges.sol";
import { IDataDemands } from "../../src/interfaces/IDataDemands.sol";
import { IFaultProver } from "../../src/interfaces/IFaultProver.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { FaultKind } from "../../src/libraries/FaultKind.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { SumNode, SumTree } from "../../src/libraries/SumTree.sol";
import { Epoch, SumRoot } from "../../src/types/Epoch.sol";
import { PayoutLeaf } from "../../src/types/Leaves.sol";
import { PayoutRun } from "../../src/types/Runs.sol";
import { ClaimLeafProof } from "../../src/types/TreeProofs.sol";
import { TestTrees } from "../faults/TestTrees.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// A claims tree that nobody sees, drawn out of its operator node by node, and every way to abuse that.
contract ClaimsDemandsTest is Fixture {
    IDataDemands.Tree private constant CLAIMS = IDataDemands.Tree.Claims;
    /// Depth 12: two levels of chunks, the second of four leaves each.
    uint32 private constant MANY = 2100;
    bytes32 private constant SECRET = keccak256("secret leaf");

    IFaultProver private prover;

    function proverCodes() internal view virtual override returns (bytes[] memory codes) {
        codes = new bytes[](1);
        codes[0] = type(TreeFaults).creationCode;
    }

    function setUp() public override {
        super.setUp();
        prover = IFaultProver(challenges.provers(0));
        address[2] memory demanders = [stranger, operator];
        for (uint256 i = 0; i < demanders.length; ++i) {
            vm.prank(demanders[i]);
            token.approve(address(challenges), type(uint256).max);
        }
    }

    // ── the epoch's leaves ────────────────────────────────────────────────────────────────────────────────────────

    /// @dev Each account earned one OPEN for each epoch so far.
    function payoutLeaf(uint256 index, uint128 cumulative) private pure returns (PayoutLeaf memory) {
        return PayoutLeaf(address(uint160(0x1000 + index)), cumulative);
    }

    function payoutNodes(uint32 count, uint128 cumulative) private pure returns (SumNode[] memory nodes) {
        nodes = new SumNode[](count);
        for (uint256 i = 0; i < count; ++i) {
            nodes[i] = SumNode(LeafHash.payout(payoutLeaf(i, cumulative).account, cumulative), cumulative);
        }
    }

    /// @dev The honest claims leaves, with room for more behind them.
    function claimLeaves(uint32 count, uint128 cumulative, uint256 more)
        private
        pure
        returns (bytes32[] memory leaves)
    {
        leaves = new bytes32[](count + more);
        for (uint256 i = 0; i < count; ++i) {
            leaves[i] = LeafHash.claim(payoutLeaf(i, cumulative).account, cumulative);
        }
    }

    /// @dev Posts the operator's next epoch of `count` payouts under this claims root.
    function postPayouts(address by, uint32 count, uint128 cumulative, bytes32 claimsRoot) private {
        uint64 number = settlement.epochCount(by) + 1;
        Payee[] memory all = new Payee[](1);
        all[0] = Payee(contributor, count * cumulative);
        Epoch memory epoch = nextEpoch(by, all, 0, 0);
        SumNode memory payouts = SumTree.rootInPlace(payoutNodes(count, cumulative));
        epoch.payouts = SumRoot(payouts.hash, payouts.sum, count);
        epoch.claimsRoot = claimsRoot;
        post(epoch);
        vm.assertEq(settlement.epochCount(by), number);
    }

    function postHonest(uint32 count) private {
        fund(operator, uint128(count) * 1 ether);
        postPayouts(operator, count, 1 ether, ClaimsTree.over(claimLeaves(count, 1 ether, 0))[0]);
    }

    /// @dev An epoch whose claims tree has this leaf instead of the one at `index`.
    function postLie(uint32 count, uint32 index, bytes32 leaf) private returns (bytes32[] memory tree) {
        fund(operator, uint128(count) * 1 ether);
        bytes32[] memory leaves = claimLeaves(count, 1 ether, 0);
        leaves[index] = leaf;
        tree = ClaimsTree.over(leaves);
        postPayouts(operator, count, 1 ether, tree[0]);
    }

    // ── the game's moves ──────────────────────────────────────────────────────────────────────────────────────────

    /// @dev `length` nodes from `first` on, `level` levels below the root.
    function slice(bytes32[] memory tree, uint256 level, uint256 first, uint256 length)
        private
        pure
        returns (bytes32[] memory nodes)
    {
        nodes = new bytes32[](length);
        for (uint256 i = 0; i < length; ++i) {
            nodes[i] = tree[(1 << level) - 1 + first + i];
        }
    }

    function demandTop(address by, uint64 number) private {
        vm.prank(stranger);
        challenges.demand(header(by, number), CLAIMS, 0);
    }

    function demandBelow(uint64 number, uint32 chunk, bytes32[] memory nodes) private {
        vm.prank(stranger);
        challenges.demandBelow(header(operator, number), chunk, nodes);
    }

    function answerAs(address by, uint64 number, uint32 chunk, bytes32[] memory nodes) private {
        vm.prank(by);
        challenges.answer(header(operator, number), CLAIMS, chunk, abi.encode(nodes));
    }

    function leafProof(uint64 number, bytes32[] memory nodes, uint256 index)
        private
        view
        returns (ClaimLeafProof memory proof)
    {
        proof.epoch = header(operator, number);
        proof.nodes = nodes;
        uint128 cumulative = uint128(number) * 1 ether;
        proof.payout = PayoutRun(
            uint32(index),
            new PayoutLeaf[](1),
            TestTrees.siblingsOf(payoutNodes(proof.epoch.payouts.count, cumulative), index, 1)
        );
        proof.payout.leaves[0] = payoutLeaf(index, cumulative);
    }

    function refuse(ClaimLeafProof memory proof, bytes4 selector) private view {
        (bool proven, bytes memory reason) = address(prover)
            .staticcall(abi.encodeCall(IFaultProver.prove, (FaultKind.CLAIM_LEAF_WRONG, abi.encode(proof))));
        vm.assertFalse(proven);
        vm.assertEq(bytes32(bytes4(reason)), bytes32(selector));
    }

    /// @dev Commits and proves as the stranger: the epoch becomes void.
    function convict(ClaimLeafProof memory proof) private {
        uint64 number = proof.epoch.number;
        bytes memory encoded = abi.encode(proof);
        uint8 kind = FaultKind.CLAIM_LEAF_WRONG;
        bytes32 commitment = challenges.commitmentOf(stranger, operator, number, kind, encoded, "salt");
        uint256 before = token.balanceOf(stranger);
        vm.prank(stranger);
        challenges.commit(commitment);
        vm.roll(block.number + 1);
        vm.prank(stranger);
        challenges.challenge(operator, number, kind, encoded, "salt");
        vm.assertEq(settlement.epochCount(operator), number - 1);
        vm.assertGt(token.balanceOf(stranger), before, "the challenger is paid");
    }

    // ── a secret leaf ─────────────────────────────────────────────────────────────────────────────────────────────

    function test_aSecretLeafIsConvicted() public {
        uint32[6] memory counts = [uint32(1), 2, 3, 5, 700, 1024];
        for (uint256 i = 0; i < counts.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            this.playAtTheTop(counts[i], counts[i] - 1);
            vm.revertToState(snapshot);
            this.playAtTheTop(counts[i], counts[i] / 2);
            vm.revertToState(snapshot);
        }
    }

    /// @dev External, so that each game starts with fresh memory.
    function playAtTheTop(uint32 count, uint32 index) external {
        bytes32[] memory tree = postLie(count, index, SECRET);
        uint256 depth = TestTrees.depthOf(count);
        demandTop(operator, 1);
        bytes32[] memory leaves = slice(tree, depth, 0, count);
        refuse(leafProof(1, leaves, index), TreeFaults.NotAnswered.selector);
        answerAs(operator, 1, 0, leaves);
        if (count > 1) refuse(leafProof(1, leaves, index == 0 ? 1 : index - 1), TreeFaults.ClaimHolds.selector);
        convict(leafProof(1, leaves, index));
    }

    function test_aSecretLeafTwoLevelsDownIsConvicted() public {
        uint32[4] memory indexes = [0, 1023, MANY - 2, MANY - 1];
        for (uint256 i = 0; i < indexes.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            this.playBelow(indexes[i], 1);
            vm.revertToState(snapshot);
        }
    }

    /// The window is nearly over, each answer comes at the last second, each demand at the last second after it: the epoch
    /// waits for all of it, four answer windows and no more.
    function test_theGameFitsItsDeadlines() public {
        this.playBelow(77, WINDOW - 1);
        vm.assertEq(block.timestamp, START + WINDOW - 1 + 4 * ANSWER_WINDOW - 2);
    }

    function playBelow(uint32 index, uint64 late) external {
        bytes32[] memory tree = postLie(MANY, index, SECRET);
        bool isSlow = late > 1;
        vm.warp(START + late);
        demandTop(operator, 1);
        bytes32[] memory top = slice(tree, 10, 0, 525);
        if (isSlow) vm.warp(block.timestamp + ANSWER_WINDOW);
        answerAs(operator, 1, 0, top);
        if (isSlow) vm.warp(block.timestamp + ANSWER_WINDOW - 1);
        demandBelow(1, 1 + index / 4, top);
        bytes32[] memory leaves = slice(tree, 12, index / 4 * 4, 4);
        if (isSlow) vm.warp(block.timestamp + ANSWER_WINDOW);
        answerAs(operator, 1, 1 + index / 4, leaves);
        if (isSlow) {
            vm.warp(block.timestamp + ANSWER_WINDOW - 1);
            vm.expectRevert(abi.encodeWithSelector(ISettlement.EpochHeld.selector, block.timestamp + 1));
            finalize(operator);
        }
        refuse(leafProof(1, leaves, index ^ 1), TreeFaults.ClaimHolds.selector);
        refuse(leafProof(1, top, index), TreeFaults.NotAnswered.selector);
        convict(leafProof(1, leaves, index));
    }

    /// Whatever stands where a payout's claim belongs: nothing, another payout's claim, a node with a tree of its own.
    function test_whateverStandsInAClaimsPlace() public {
        bytes32[4] memory lies = [
            bytes32(0),
            LeafHash.claim(payoutLeaf(1, 1 ether).account, 1 ether),
            LeafHash.claim(payoutLeaf(2, 2 ether).account, 2 ether),
            keccak256(abi.encode(SECRET, SECRET))
        ];
        for (uint256 i = 0; i < lies.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            bytes32[] memory tree = postLie(6, 2, lies[i]);
            demandTop(operator, 1);
            answerAs(operator, 1, 0, slice(tree, 3, 0, 6));
            convict(leafProof(1, slice(tree, 3, 0, 6), 2));
            vm.revertToState(snapshot);
        }
    }

    /// A node that is empty although its leaves are before the count can only be answered with empty leaves.
    function test_anEmptyNodeIsConvicted() public {
        fund(operator, uint128(MANY) * 1 ether);
        bytes32[] memory leaves = claimLeaves(MANY, 1 ether, 0);
        for (uint256 i = 40; i < 44; ++i) {
            leaves[i] = 0;
        }
        bytes32[] memory tree = ClaimsTree.over(leaves);
        postPayouts(operator, MANY, 1 ether, tree[0]);
        demandTop(operator, 1);
        bytes32[] memory top = slice(tree, 10, 0, 525);
        vm.assertEq(top[10], bytes32(0));
        answerAs(operator, 1, 0, top);
        demandBelow(1, 11, top);
        vm.expectPartialRevert(IDataDemands.WrongNodes.selector);
        answerAs(operator, 1, 11, slice(tree, 12, 44, 4));
        answerAs(operator, 1, 11, new bytes32[](4));
        convict(leafProof(1, new bytes32[](4), 43));
    }

    // ── trees that cannot be answered ─────────────────────────────────────────────────────────────────────────────

    /// A leaf behind the last payout has no place in any answer.
    function test_aLeafBehindTheCountIsSilence() public {
        uint32[3] memory counts = [uint32(3), 6, 1030];
        for (uint256 i = 0; i < counts.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            this.hideBehind(counts[i]);
            vm.revertToState(snapshot);
        }
    }

    function hideBehind(uint32 count) external {
        fund(operator, uint128(count) * 1 ether);
        bytes32[] memory leaves = claimLeaves(count, 1 ether, 1);
        leaves[count] = SECRET;
        bytes32[] memory tree = ClaimsTree.over(leaves);
        postPayouts(operator, count, 1 ether, tree[0]);
        demandTop(operator, 1);
        uint32 chunk = 0;
        (uint256 depth, uint256 length) = (TestTrees.depthOf(count), count);
        if (count == 1030) {
            // The top has its nodes; what is wrong is below the last of them.
            bytes32[] memory top = slice(tree, 10, 0, 515);
            (bytes32 withSecret, bytes32 without) = (tree[0], ClaimsTree.over(claimLeaves(count, 1 ether, 0))[0]);
            vm.assertNotEq(withSecret, without);
            // Leaf 1030 is the first of node 515: beyond the nodes that an answer has.
            vm.expectPartialRevert(IDataDemands.WrongNodes.selector);
            answerAs(operator, 1, 0, top);
            vm.expectPartialRevert(IDataDemands.WrongChunk.selector);
            answerAs(operator, 1, 0, slice(tree, 10, 0, 516));
        } else {
            vm.expectPartialRevert(IDataDemands.WrongNodes.selector);
            answerAs(operator, 1, chunk, slice(tree, depth, 0, length));
            vm.expectPartialRevert(IDataDemands.WrongChunk.selector);
            answerAs(operator, 1, chunk, slice(tree, depth, 0, length + 1));
        }
        silence(chunk);
    }

    /// A leaf nearer to the root than the payouts' depth has no children to answer with.
    function test_aLeafAboveTheLeavesIsSilence() public {
        fund(operator, 8 ether);
        bytes32[] memory leaves = claimLeaves(8, 1 ether, 0);
        bytes32[] memory tree = ClaimsTree.over(leaves);
        tree[1] = SECRET;
        bytes32 root = ClaimsTree.over(slice(tree, 1, 0, 2))[0];
        postPayouts(operator, 8, 1 ether, root);
        demandTop(operator, 1);
        vm.expectPartialRevert(IDataDemands.WrongNodes.selector);
        answerAs(operator, 1, 0, leaves);
        vm.expectPartialRevert(IDataDemands.WrongChunk.selector);
        answerAs(operator, 1, 0, slice(tree, 1, 0, 2));
        silence(0);
    }

    /// The same ten levels down: the node is answered, what is below it cannot be.
    function test_aLeafAmongTheNodesIsSilence() public {
        fund(operator, uint128(MANY) * 1 ether);
        bytes32[] memory tree = ClaimsTree.over(claimLeaves(MANY, 1 ether, 0));
        bytes32[] memory top = slice(tree, 10, 0, 525);
        top[524] = SECRET;
        bytes32[] memory padded = new bytes32[](1024);
        for (uint256 i = 0; i < 525; ++i) {
            padded[i] = top[i];
        }
        postPayouts(operator, MANY, 1 ether, ClaimsTree.over(padded)[0]);
        demandTop(operator, 1);
        answerAs(operator, 1, 0, top);
        demandBelow(1, 525, top);
        vm.expectPartialRevert(IDataDemands.WrongNodes.selector);
        answerAs(operator, 1, 525, slice(tree, 12, 2096, 4));
        silence(525);
    }

    function silence(uint32 chunk) private {
        uint64 deadline = challenges.demandOf(operator, 1, CLAIMS, chunk).deadline;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.DeadlinePassed.selector, deadline));
        answerAs(operator, 1, chunk, new bytes32[](1));
        uint256 before = token.balanceOf(stranger);
        challenges.resolve(operator, 1, 1, CLAIMS, chunk);
        vm.assertEq(settlement.epochCount(operator), 0);
        vm.assertGt(token.balanceOf(stranger), before, "the challenger is paid");
    }

    // ── honest epochs ─────────────────────────────────────────────────────────────────────────────────────────────

    function test_anHonestTreeIsAnsweredAndStands() public {
        uint32[9] memory counts = [uint32(1), 2, 3, 4, 5, 700, 1023, 1024, 1025];
        for (uint256 i = 0; i < counts.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            this.answerHonestly(counts[i]);
            vm.revertToState(snapshot);
        }
    }

    function answerHonestly(uint32 count) external {
        postHonest(count);
        bytes32[] memory tree = ClaimsTree.over(claimLeaves(count, 1 ether, 0));
        uint256 depth = TestTrees.depthOf(count);
        demandTop(operator, 1);
        bytes32[] memory nodes = slice(tree, depth > 10 ? 10 : depth, 0, depth > 10 ? (count + 1) / 2 : count);
        answerAs(operator, 1, 0, nodes);
        uint32 last = count - 1;
        if (depth > 10) {
            bytes4 notAnswered = TreeFaults.NotAnswered.selector;
            refuse(leafProof(1, nodes, 0), notAnswered);
            demandBelow(1, 513, nodes);
            nodes = slice(tree, 11, 1024, 1);
            answerAs(operator, 1, 513, nodes);
            refuse(leafProof(1, nodes, 0), notAnswered);
        }
        refuse(leafProof(1, nodes, last), TreeFaults.ClaimHolds.selector);
        // Nor with a payout of another index, which its siblings do not fit.
        ClaimLeafProof memory proof = leafProof(1, nodes, last);
        proof.payout.first = last + 1;
        refuse(proof, IFaultProver.NotInTree.selector);
        proof = leafProof(1, nodes, last);
        proof.payout.leaves = new PayoutLeaf[](0);
        refuse(proof, IFaultProver.WrongRunLength.selector);
        vm.warp(START + WINDOW + 2 * ANSWER_WINDOW);
        vm.assertEq(finalize(operator), 1);
    }

    /// The hash has no left and right, so a stranger could answer an honest tree with its leaves exchanged, and convict it
    /// of that: nobody but the poster answers.
    function test_nobodyAnswersForTheOperator() public {
        postHonest(4);
        demandTop(operator, 1);
        bytes32[] memory leaves = claimLeaves(4, 1 ether, 0);
        (leaves[0], leaves[1]) = (leaves[1], leaves[0]);
        vm.assertEq(ClaimsTree.over(leaves)[0], header(operator, 1).claimsRoot, "the same root");
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NotPoster.selector, stranger, operator));
        answerAs(stranger, 1, 0, leaves);
        vm.assertEq(challenges.claimsAnswerOf(operator, 1, 0), bytes32(0));
        refuse(leafProof(1, leaves, 0), TreeFaults.NotAnswered.selector);
        answerAs(operator, 1, 0, claimLeaves(4, 1 ether, 0));
        refuse(leafProof(1, leaves, 0), TreeFaults.NotAnswered.selector);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.AnsweredAlready.selector, CLAIMS, 0));
        answerAs(operator, 1, 0, leaves);
    }

    /// An operator that answers its own honest tree in another order has convicted itself.
    function test_anOperatorsOwnOrderCounts() public {
        postHonest(4);
        demandTop(operator, 1);
        bytes32[] memory leaves = claimLeaves(4, 1 ether, 0);
        (leaves[2], leaves[3]) = (leaves[3], leaves[2]);
        answerAs(operator, 1, 0, leaves);
        refuse(leafProof(1, leaves, 0), TreeFaults.ClaimHolds.selector);
        convict(leafProof(1, leaves, 2));
    }

    /// Who posted a taken-over epoch answers for it, not the operator, which could convict it by its order.
    function test_thePosterOfAnOverdueEpochAnswers() public {
        fund(operator, 2 ether);
        vm.prank(stranger);
        token.approve(address(vault), type(uint256).max);
        vm.warp(START + 2 * WINDOW);
        Payee[] memory list = payees(payoutLeaf(0, 1 ether).account, 1 ether, payoutLeaf(1, 1 ether).account, 1 ether);
        Epoch memory epoch = nextEpoch(operator, list, 0, 0);
        SumNode memory payouts = SumTree.rootInPlace(payoutNodes(2, 1 ether));
        epoch.payouts = SumRoot(payouts.hash, payouts.sum, 2);
        keepHeader(epoch);
        vm.prank(stranger);
        settlement.postEpoch(epoch);
        demandTop(operator, 1);
        bytes32[] memory leaves = claimLeaves(2, 1 ether, 0);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NotPoster.selector, operator, stranger));
        answerAs(operator, 1, 0, leaves);
        answerAs(stranger, 1, 0, leaves);
        refuse(leafProof(1, leaves, 1), TreeFaults.ClaimHolds.selector);
    }

    /// Answers of another epoch, another operator or an earlier post of the same header count for nothing here.
    function test_answersOfAnotherPostDoNotCount() public {
        bytes32[] memory lie = slice(postLie(3, 1, SECRET), 2, 0, 3);
        demandTop(operator, 1);
        answerAs(operator, 1, 0, lie);
        Epoch memory faulty = header(operator, 1);
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, 1, payer);
        // The very same header again: nothing of it was demanded yet.
        post(faulty);
        vm.assertEq(settlement.postOf(operator, 1), 2);
        refuse(leafProof(1, lie, 1), TreeFaults.NotAnswered.selector);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NotDemanded.selector, CLAIMS, 0));
        answerAs(operator, 1, 0, lie);
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, 1, payer);
        // The honest epoch under the same number, and the lie's answer offered against it.
        vault.deposit(operator, 10_000 ether);
        postPayouts(operator, 3, 1 ether, ClaimsTree.over(claimLeaves(3, 1 ether, 0))[0]);
        demandTop(operator, 1);
        vm.expectPartialRevert(IDataDemands.WrongNodes.selector);
        answerAs(operator, 1, 0, lie);
        answerAs(operator, 1, 0, claimLeaves(3, 1 ether, 0));
        refuse(leafProof(1, lie, 1), TreeFaults.NotAnswered.selector);
        // A header of one's own convicts itself alone.
        ClaimLeafProof memory proof = leafProof(1, claimLeaves(3, 1 ether, 0), 1);
        proof.payout.leaves[0].cumulative = 2 ether;
        SumNode[] memory nodes = payoutNodes(3, 1 ether);
        nodes[1] = SumNode(LeafHash.payout(proof.payout.leaves[0].account, 2 ether), 2 ether);
        proof.payout.siblings = TestTrees.siblingsOf(nodes, 1, 1);
        SumNode memory root = SumTree.rootInPlace(nodes);
        proof.epoch.payouts = SumRoot(root.hash, root.sum, 3);
        bytes memory encoded = abi.encode(proof);
        vm.assertEq(prover.prove(FaultKind.CLAIM_LEAF_WRONG, encoded), proof.epoch.hash());
        bytes32 commitment = challenges.commitmentOf(stranger, operator, 1, FaultKind.CLAIM_LEAF_WRONG, encoded, "salt");
        vm.prank(stranger);
        challenges.commit(commitment);
        vm.roll(block.number + 1);
        bytes32 posted = header(operator, 1).hash();
        vm.expectRevert(abi.encodeWithSelector(IChallenges.WrongEpoch.selector, proof.epoch.hash(), posted));
        vm.prank(stranger);
        challenges.challenge(operator, 1, FaultKind.CLAIM_LEAF_WRONG, encoded, "salt");
    }

    /// The next epoch of the same operator has answers of its own.
    function test_answersOfAnotherEpochDoNotCount() public {
        postHonest(3);
        fund(operator, 3 ether);
        postPayouts(operator, 3, 2 ether, ClaimsTree.over(claimLeaves(3, 2 ether, 0))[0]);
        demandTop(operator, 1);
        bytes32[] memory leaves = claimLeaves(3, 1 ether, 0);
        answerAs(operator, 1, 0, leaves);
        refuse(leafProof(2, leaves, 1), TreeFaults.NotAnswered.selector);
        demandTop(operator, 2);
        answerAs(operator, 2, 0, claimLeaves(3, 2 ether, 0));
        refuse(leafProof(2, leaves, 1), TreeFaults.NotAnswered.selector);
        refuse(leafProof(2, claimLeaves(3, 2 ether, 0), 1), TreeFaults.ClaimHolds.selector);
        ClaimLeafProof memory mixed = leafProof(1, leaves, 1);
        mixed.payout = leafProof(2, leaves, 1).payout;
        refuse(mixed, IFaultProver.NotInTree.selector);
    }

    /// No change of a word of a proof convicts an honest epoch.
    function testFuzz_honestEpochsStand(uint256 seed) public {
        uint32 count = uint32(1 + seed % 9);
        postHonest(count);
        bytes32[] memory leaves = claimLeaves(count, 1 ether, 0);
        demandTop(operator, 1);
        answerAs(operator, 1, 0, leaves);
        bytes memory proof = abi.encode(leafProof(1, leaves, (seed >> 16) % count));
        uint256 place = 32 * (1 + (seed >> 32) % (proof.length / 32));
        uint256 other = 32 * (1 + (seed >> 96) % (proof.length / 32));
        uint256 how = (seed >> 8) % 4;
        assembly ("memory-safe") {
            let word := mload(add(proof, place))
            switch how
            case 0 { word := xor(word, shl(byte(0, seed), 1)) }
            case 1 { word := add(word, 1) }
            case 2 { word := sub(word, 1) }
            default { word := mload(add(proof, other)) }
            mstore(add(proof, place), word)
        }
        (bool proven, bytes memory result) =
            address(prover).staticcall(abi.encodeCall(IFaultProver.prove, (FaultKind.CLAIM_LEAF_WRONG, proof)));
        if (proven) vm.assertNotEq(abi.decode(result, (bytes32)), header(operator, 1).hash());
    }

    // ── demands ───────────────────────────────────────────────────────────────────────────────────────────────────

    function test_badDemandsAreRefused() public {
        postHonest(MANY);
        bytes32[] memory tree = ClaimsTree.over(claimLeaves(MANY, 1 ether, 0));
        bytes32[] memory top = slice(tree, 10, 0, 525);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NotTheTop.selector, 1));
        vm.prank(stranger);
        challenges.demand(header(operator, 1), CLAIMS, 1);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NotTheAnswer.selector, 0));
        demandBelow(1, 1, top);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NoSuchChunk.selector, CLAIMS, 0));
        demandBelow(1, 0, top);
        demandTop(operator, 1);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.DemandedAlready.selector, CLAIMS, 0));
        demandTop(operator, 1);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NotTheAnswer.selector, 0));
        demandBelow(1, 1, new bytes32[](0));
        answerAs(operator, 1, 0, top);
        top[3] = SECRET;
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NotTheAnswer.selector, 0));
        demandBelow(1, 4, top);
        top = slice(tree, 10, 0, 525);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NoSuchChunk.selector, CLAIMS, 526));
        demandBelow(1, 526, top);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NoSuchChunk.selector, CLAIMS, type(uint32).max));
        demandBelow(1, type(uint32).max, top);
        demandBelow(1, 1, top);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.DemandedAlready.selector, CLAIMS, 1));
        demandBelow(1, 1, top);
        // Another chunk's leaves are not this one's.
        vm.expectPartialRevert(IDataDemands.WrongNodes.selector);
        answerAs(operator, 1, 1, slice(tree, 12, 4, 4));
        answerAs(operator, 1, 1, slice(tree, 12, 0, 4));
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NoSuchChunk.selector, CLAIMS, 1025));
        demandBelow(1, 1025, slice(tree, 12, 0, 4));
        Epoch memory other = header(operator, 1);
        other.payouts.count = 2101;
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NotAnOpenEpoch.selector, operator, 1));
        vm.prank(stranger);
        challenges.demandBelow(other, 2, top);
    }

    /// The price of a leaf pays for four nodes; what was prepaid is the poster's.
    function test_whatADemandCosts() public {
        postHonest(MANY);
        bytes32[] memory tree = ClaimsTree.over(claimLeaves(MANY, 1 ether, 0));
        bytes32[] memory top = slice(tree, 10, 0, 525);
        uint256 before = token.balanceOf(stranger);
        demandTop(operator, 1);
        vm.assertEq(before - token.balanceOf(stranger), 315 * uint256(PRICE_PER_LEAF));
        uint256 earned = token.balanceOf(operator);
        answerAs(operator, 1, 0, top);
        vm.assertEq(token.balanceOf(operator) - earned, 315 * uint256(PRICE_PER_LEAF));
        before = token.balanceOf(stranger);
        demandBelow(1, 525, top);
        vm.assertEq(before - token.balanceOf(stranger), 3 * uint256(PRICE_PER_LEAF));
        vm.assertEq(challenges.chunkSizeOf(CLAIMS), 1024);
    }

    /// A chunk below an answer is demanded as long as that answer may be read: not for ever, and not thanks to others.
    function test_demandsBelowEndWithTheAnswerTheyGoBy() public {
        postHonest(MANY);
        bytes32[] memory tree = ClaimsTree.over(claimLeaves(MANY, 1 ether, 0));
        bytes32[] memory top = slice(tree, 10, 0, 525);
        vm.warp(START + WINDOW - 1);
        demandTop(operator, 1);
        answerAs(operator, 1, 0, top);
        uint64 until = START + WINDOW - 1 + ANSWER_WINDOW;
        vm.warp(until - 1);
        demandBelow(1, 1, top);
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.WindowOver.selector, until));
        demandBelow(1, 2, top);
        answerAs(operator, 1, 1, slice(tree, 12, 0, 4));
        // The second answer holds the epoch, and still nothing else is demanded by the first.
        vm.assertEq(challenges.heldUntil(operator, 1), until + ANSWER_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.WindowOver.selector, until));
        demandBelow(1, 2, top);
        vm.warp(until + ANSWER_WINDOW);
        vm.assertEq(finalize(operator), 1);
    }

    /// An early answer of the top is of use until the window ends.
    function test_demandsBelowWithinTheWindow() public {
        postHonest(MANY);
        bytes32[] memory tree = ClaimsTree.over(claimLeaves(MANY, 1 ether, 0));
        bytes32[] memory top = slice(tree, 10, 0, 525);
        vm.prank(operator);
        challenges.demand(header(operator, 1), CLAIMS, 0);
        answerAs(operator, 1, 0, top);
        vm.warp(START + WINDOW - 1);
        demandBelow(1, 9, top);
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.WindowOver.selector, START + WINDOW));
        demandBelow(1, 10, top);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.EpochHeld.selector, type(uint64).max));
        finalize(operator);
    }

    /// An epoch that pays nobody has no claims tree.
    function test_noPayoutsNoClaims() public {
        fund(operator, 1 ether);
        post(nextEpoch(operator, new Payee[](0), 1 ether, 0));
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NoSuchChunk.selector, CLAIMS, 0));
        demandTop(operator, 1);
    }
}
