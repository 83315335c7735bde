// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";

import { Settlement } from "../../src/Settlement.sol";
import { IBondVault } from "../../src/interfaces/IBondVault.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Epoch, Root, SumRoot } from "../../src/types/Epoch.sol";
import { Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// Posting and finalising; claims have a file of their own.
contract SettlementTest is Fixture {
    address private constant ALICE = address(0xA11);
    address private constant BOB = address(0xB0B);

    /// @dev 10 OPEN collected; 9 paid out, 0.2 burned, 0.8 carried.
    function firstEpoch() private returns (Epoch memory) {
        fund(operator, 10 ether);
        return nextEpoch(operator, payees(ALICE, 6 ether, BOB, 3 ether), 0.2 ether, 0.8 ether);
    }

    function refuse(Epoch memory epoch, bytes memory revertData) private {
        vm.expectRevert(revertData);
        post(epoch);
    }

    // ── deployment ────────────────────────────────────────────────────────────────────────────────────────────────

    function test_escrowAndVaultKnowTheirSettlement() public view {
        vm.assertEq(escrow.settlement(), address(settlement));
        vm.assertEq(vault.settlement(), address(settlement));
        vm.assertEq(address(escrow.token()), address(token));
        vm.assertEq(address(vault.token()), address(token));
        vm.assertEq(escrow.withdrawalDelay(), DELAY);
        vm.assertEq(settlement.owner(), owner);
    }

    function test_constructorRefusesBadParameters() public {
        ISettlement.SettlementParams memory params = settlementParams();
        params.token = address(0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.ZeroAddress.selector));
        new Settlement(params);
        params = settlementParams();
        params.staking = address(0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.ZeroAddress.selector));
        new Settlement(params);
        params = settlementParams();
        params.committee = address(0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.ZeroAddress.selector));
        new Settlement(params);
        params = settlementParams();
        params.bondShareBps = 10_001;
        vm.expectRevert(abi.encodeWithSelector(ISettlement.ShareAboveWhole.selector, 10_001));
        new Settlement(params);
        params = settlementParams();
        params.owner = address(0);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
        new Settlement(params);
        vm.chainId(10);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WindowTooShort.selector, WINDOW, 72 hours));
        new Settlement(settlementParams());
        params = settlementParams();
        params.challengeWindow = 72 hours;
        new Settlement(params);
    }

    /// A bond of all that is unclaimed is the greatest share.
    function test_theWholeIsTheGreatestShare() public {
        ISettlement.SettlementParams memory params = settlementParams();
        params.bondShareBps = 10_000;
        vm.assertEq(new Settlement(params).requiredBond(operator, 7 ether), MINIMUM_BOND + 7 ether);
    }

    function test_onlyTheOwnerApprovesCode() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, operator));
        vm.prank(operator);
        settlement.setApprovedCode("other", true);
        vm.expectEmit(address(settlement));
        emit ISettlement.CodeApproved("other", true);
        vm.prank(owner);
        settlement.setApprovedCode("other", true);
        vm.assertTrue(settlement.approvedCode("other"));
    }

    function test_onlyTheEscrowBooks() public {
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotEscrow.selector, owner));
        vm.prank(owner);
        settlement.book(operator, 1 ether);
    }

    // ── post ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_postRecordsTheEpoch() public {
        Epoch memory epoch = firstEpoch();
        bytes32 hash = keccak256(abi.encode(epoch));
        vm.expectEmit(address(settlement));
        emit ISettlement.EpochPosted(operator, 1, hash, epoch, START + WINDOW);
        vm.assertEq(post(epoch), hash);
        (bytes32 epochHash, uint64 postedAt, uint64 finalizesAt, ISettlement.EpochStatus status) =
            settlement.epochOf(operator, 1);
        vm.assertEq(epochHash, hash);
        vm.assertEq(postedAt, START);
        vm.assertEq(finalizesAt, START + WINDOW);
        vm.assertTrue(status == ISettlement.EpochStatus.Open);
        ISettlement.OperatorState memory state = settlement.stateOf(operator);
        vm.assertEq(state.accounted, 10 ether);
        vm.assertEq(state.epochCount, 1);
        vm.assertEq(state.finalCount, 0);
        vm.assertEq(state.lastEpochHash, hash);
        vm.assertEq(state.payoutsSum, 0);
        vm.assertEq(vault.bondOf(operator).locked, MINIMUM_BOND + 0.9 ether);
    }

    function test_unknownEpochsAreNone() public {
        post(firstEpoch());
        for (uint64 number = 0; number < 3; number += 2) {
            (bytes32 hash,,, ISettlement.EpochStatus status) = settlement.epochOf(operator, number);
            vm.assertEq(hash, bytes32(0));
            vm.assertTrue(status == ISettlement.EpochStatus.None);
        }
    }

    function test_postRefusesABrokenChain() public {
        Epoch memory epoch = firstEpoch();
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotOperator.selector, operator, stranger));
        vm.prank(stranger);
        settlement.postEpoch(epoch);
        epoch.number = 2;
        refuse(epoch, abi.encodeWithSelector(ISettlement.WrongEpochNumber.selector, 2, 1));
        epoch.number = 1;
        epoch.previous = "other";
        refuse(epoch, abi.encodeWithSelector(ISettlement.WrongPreviousEpoch.selector, bytes32("other"), bytes32(0)));
        epoch.previous = 0;
        bytes32 hash = post(epoch);
        refuse(epoch, abi.encodeWithSelector(ISettlement.WrongEpochNumber.selector, 1, 2));
        fund(operator, 1 ether);
        epoch.number = 2;
        refuse(epoch, abi.encodeWithSelector(ISettlement.WrongPreviousEpoch.selector, bytes32(0), hash));
    }

    function test_postRefusesUnapprovedCode() public {
        Epoch memory epoch = firstEpoch();
        epoch.codeHash = "other";
        refuse(epoch, abi.encodeWithSelector(ISettlement.CodeNotApproved.selector, bytes32("other")));
        vm.prank(owner);
        settlement.setApprovedCode(CODE, false);
        epoch.codeHash = CODE;
        refuse(epoch, abi.encodeWithSelector(ISettlement.CodeNotApproved.selector, CODE));
    }

    function test_postRefusesWhatWasNotCollected() public {
        Epoch memory epoch = nextEpoch(operator, new Payee[](0), 0, 0);
        refuse(epoch, abi.encodeWithSelector(ISettlement.EmptyEpoch.selector));
        epoch = firstEpoch();
        epoch.receipts.sum = 11 ether;
        epoch.burned = 1.2 ether;
        refuse(epoch, abi.encodeWithSelector(ISettlement.ReceiptsNotCollected.selector, 11 ether, 10 ether));
    }

    /// OPEN that is sent without the escrow belongs to no operator.
    function test_strayMoneyIsNotCollected() public {
        token.transfer(address(settlement), 5 ether);
        refuse(nextEpoch(operator, new Payee[](0), 0, 0), abi.encodeWithSelector(ISettlement.EmptyEpoch.selector));
    }

    function testFuzz_postRefusesUnbalancedSums(uint96 payouts, uint96 burned, uint96 carried) public {
        Epoch memory epoch = firstEpoch();
        uint256 given = uint256(payouts) + burned + carried;
        vm.assume(given != 10 ether && payouts > 0);
        epoch.payouts.sum = payouts;
        epoch.burned = burned;
        epoch.carriedTotal = carried;
        refuse(epoch, abi.encodeWithSelector(ISettlement.UnbalancedEpoch.selector, given, 10 ether));
    }

    function test_postRefusesFallingPayouts() public {
        post(firstEpoch());
        fund(operator, 1 ether);
        Epoch memory epoch = nextEpoch(operator, payees(ALICE, 6 ether, BOB, 2 ether), 2 ether, 0.8 ether);
        refuse(epoch, abi.encodeWithSelector(ISettlement.PayoutsFell.selector, 8 ether, 9 ether));
    }

    function test_carriedMoneyIsPaidLater() public {
        post(firstEpoch());
        fund(operator, 1 ether);
        post(nextEpoch(operator, payees(ALICE, 7 ether, BOB, 3.7 ether), 0.1 ether, 0));
        vm.warp(START + WINDOW);
        finalize(operator);
        finalize(operator);
        ISettlement.OperatorState memory state = settlement.stateOf(operator);
        vm.assertEq(state.carriedTotal, 0);
        vm.assertEq(state.payoutsSum, 10.7 ether);
        vm.assertEq(state.burned, 0.3 ether);
    }

    function test_postRefusesMissingAndForeignRoots() public {
        bytes memory badRoot = abi.encodeWithSelector(ISettlement.BadRoot.selector);
        fund(operator, 10 ether);
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        for (uint256 i = 0; i < 12; ++i) {
            Epoch memory epoch = nextEpoch(operator, list, 0.2 ether, 0.8 ether);
            if (i == 0) epoch.receipts.root = 0;
            if (i == 1) epoch.receipts.count = 0;
            if (i == 2) epoch.attributions.root = 0;
            if (i == 3) epoch.attributions.count = 0;
            if (i == 4) epoch.credits.root = 0;
            if (i == 5) epoch.credits.count = 0;
            if (i == 6) epoch.payouts.root = 0;
            if (i == 7) epoch.payouts.count = 0;
            if (i == 8) epoch.claimsRoot = 0;
            if (i == 9) epoch.rulesRoot = 0;
            if (i == 10) epoch.dataCommitment = 0;
            if (i == 11) (epoch.payouts.sum, epoch.carriedTotal) = (0, 9.8 ether);
            refuse(epoch, badRoot);
        }
    }

    function test_epochWithoutPayoutsIsPosted() public {
        fund(operator, 10 ether);
        Epoch memory epoch = nextEpoch(operator, new Payee[](0), 1 ether, 9 ether);
        epoch.attributions = Root(0, 0);
        epoch.credits = Root(0, 0);
        post(epoch);
    }

    function test_postNeedsTheBond() public {
        vm.prank(operator);
        vault.withdraw(9900 ether);
        Epoch memory epoch = firstEpoch();
        uint128 required = MINIMUM_BOND + 0.9 ether;
        vm.assertEq(settlement.requiredBond(operator, 9 ether), required);
        refuse(epoch, abi.encodeWithSelector(IBondVault.BondTooSmall.selector, 100 ether, required));
    }

    // ── finalise ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_finalizeWaitsForTheWindow() public {
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NoOpenEpoch.selector, operator));
        finalize(operator);
        bytes32 hash = post(firstEpoch());
        bytes32 claimsRoot = nextEpoch(operator, payees(ALICE, 6 ether, BOB, 3 ether), 0, 0).claimsRoot;
        vm.warp(START + WINDOW - 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WindowOpen.selector, START + WINDOW));
        finalize(operator);
        vm.warp(START + WINDOW);
        vm.expectEmit(address(settlement));
        emit ISettlement.EpochFinalized(operator, 1, hash, claimsRoot, 0.2 ether);
        vm.prank(stranger);
        vm.assertEq(finalize(operator), 1);
        ISettlement.OperatorState memory state = settlement.stateOf(operator);
        vm.assertEq(state.claimsRoot, claimsRoot);
        vm.assertEq(state.burned, 0.2 ether);
        vm.assertEq(state.carriedTotal, 0.8 ether);
        vm.assertEq(state.payoutsSum, 9 ether);
        vm.assertEq(token.totalSupply(), 1_000_000_000 ether - 0.2 ether);
        vm.assertEq(vault.bondOf(operator).locked, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NoOpenEpoch.selector, operator));
        finalize(operator);
    }

    /// The oldest first, each after its own window; the bond is free after the last.
    function test_epochsFinalizeInOrder() public {
        post(firstEpoch());
        vm.warp(START + WINDOW / 2);
        fund(operator, 5 ether);
        post(nextEpoch(operator, payees(ALICE, 8 ether, BOB, 6 ether), 0, 0.8 ether));
        vm.warp(START + WINDOW);
        vm.assertEq(finalize(operator), 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WindowOpen.selector, START + WINDOW / 2 + WINDOW));
        finalize(operator);
        vm.assertGt(vault.bondOf(operator).locked, 0, "locked");
        vm.warp(START + WINDOW / 2 + WINDOW);
        vm.assertEq(finalize(operator), 2);
        vm.assertEq(vault.bondOf(operator).locked, 0);
    }

    function test_operatorsAreApart() public {
        post(firstEpoch());
        fund(otherOperator, 4 ether);
        vm.assertEq(settlement.stateOf(otherOperator).funded, 4 ether);
        vm.assertEq(settlement.epochCount(otherOperator), 0);
        post(nextEpoch(otherOperator, payees(ALICE, 1 ether, BOB, 3 ether), 0, 0));
        vm.assertEq(settlement.epochCount(otherOperator), 1);
        vm.assertEq(settlement.stateOf(operator).accounted, 10 ether);
    }
}
