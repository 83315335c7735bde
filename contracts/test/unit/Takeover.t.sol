// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBondVault } from "../../src/interfaces/IBondVault.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// An operator that collects and posts nothing: anyone posts its epoch under a bond of its own.
contract TakeoverTest is Fixture {
    address private constant ALICE = address(0xA11);
    address private constant BOB = address(0xB0B);
    uint128 private constant BOND = MINIMUM_BOND + 0.9 ether;

    function setUp() public override {
        super.setUp();
        vm.prank(stranger);
        token.approve(address(vault), type(uint256).max);
    }

    function overdueEpoch() private returns (Epoch memory) {
        fund(operator, 10 ether);
        vm.warp(START + 2 * WINDOW);
        return nextEpoch(operator, payees(ALICE, 6 ether, BOB, 3 ether), 1 ether, 0);
    }

    function postAs(address by, Epoch memory epoch) private {
        keepHeader(epoch);
        vm.prank(by);
        settlement.postEpoch(epoch);
    }

    function voidFrom(uint64 number) private {
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, number, contributor);
    }

    function test_onlyAnOverdueEpochIsTakenOver() public {
        (uint64 since, uint64 takeoverAt, uint64 refundsAt) = settlement.dueOf(operator);
        vm.assertEq(since + takeoverAt + refundsAt, 0);
        fund(operator, 10 ether);
        (since, takeoverAt, refundsAt) = settlement.dueOf(operator);
        vm.assertEq(since, START);
        vm.assertEq(takeoverAt, START + 2 * WINDOW);
        vm.assertEq(refundsAt, START + 4 * WINDOW);
        Epoch memory epoch = nextEpoch(operator, payees(ALICE, 6 ether, BOB, 3 ether), 1 ether, 0);
        vm.warp(START + 2 * WINDOW - 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotOperator.selector, operator, stranger));
        vm.prank(stranger);
        settlement.postEpoch(epoch);
        vm.warp(START + 2 * WINDOW);
        postAs(stranger, epoch);
        (since,,) = settlement.dueOf(operator);
        vm.assertEq(since, 0);
        // Nothing waits any more: the operator's next epoch is its own again, however late it is.
        fund(operator, 1 ether);
        epoch = nextEpoch(operator, payees(ALICE, 7 ether, BOB, 3 ether), 0, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotOperator.selector, operator, stranger));
        vm.prank(stranger);
        settlement.postEpoch(epoch);
    }

    /// More collections do not put it off.
    function test_theFirstCollectionCounts() public {
        fund(operator, 4 ether);
        vm.warp(START + WINDOW);
        fund(operator, 6 ether);
        (uint64 since,,) = settlement.dueOf(operator);
        vm.assertEq(since, START);
    }

    function test_thePostersBondStandsForItAndComesBack() public {
        Epoch memory epoch = overdueEpoch();
        uint256 before = token.balanceOf(stranger);
        vm.expectEmit(address(settlement));
        emit ISettlement.EpochTakenOver(operator, 1, stranger);
        vm.expectEmit(address(vault));
        emit IBondVault.PosterBondLocked(operator, 1, 1, stranger, BOND);
        postAs(stranger, epoch);
        vm.assertEq(before - token.balanceOf(stranger), BOND);
        vm.assertEq(settlement.posterOf(operator, 1), stranger);
        vm.assertEq(vault.bondOf(operator).locked, 0);
        (address poster, uint96 amount) = vault.posterBondOf(operator, 1, 1);
        vm.assertEq(poster, stranger);
        vm.assertEq(amount, BOND);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.EpochStands.selector, operator, 1));
        vault.reclaimPoster(operator, 1, 1);

        vm.warp(START + 3 * WINDOW);
        vm.expectEmit(address(vault));
        emit IBondVault.PosterBondReturned(operator, 1, 1, stranger, BOND);
        finalize(operator);
        vm.assertEq(token.balanceOf(stranger), before);
        claims(operator).claim(pack(ALICE, 6 ether), ClaimsTree.proof(payees(ALICE, 6 ether, BOB, 3 ether), 0));
        vm.expectRevert(abi.encodeWithSelector(IBondVault.NoPosterBond.selector, operator, 1, 2));
        vault.reclaimPoster(operator, 1, 2);
    }

    function test_aPosterWithoutTheBondIsRefused() public {
        Epoch memory epoch = overdueEpoch();
        vm.prank(stranger);
        token.approve(address(vault), BOND - 1);
        vm.expectRevert();
        vm.prank(stranger);
        settlement.postEpoch(epoch);
    }

    function test_aFaultyTakeoverLosesThePostersBond() public {
        postAs(stranger, overdueEpoch());
        uint256 supply = token.totalSupply();
        vm.expectEmit(address(vault));
        emit IBondVault.PosterBondSlashed(operator, 1, 1, stranger, contributor, BOND / 2, BOND / 2);
        voidFrom(1);
        vm.assertEq(token.balanceOf(contributor), BOND / 2);
        vm.assertEq(supply - token.totalSupply(), BOND / 2);
        vm.assertEq(vault.bondOf(operator).amount, 10_000 ether);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.NoPosterBond.selector, operator, 1, 1));
        vault.reclaimPoster(operator, 1, 1);
        // It still waits since it was collected, and anyone may post it at once.
        (uint64 since,,) = settlement.dueOf(operator);
        vm.assertEq(since, START);
        postAs(stranger, nextEpoch(operator, payees(ALICE, 6 ether, BOB, 3 ether), 1 ether, 0));
    }

    /// What was collected after the post waits too, with what the void epoch had accounted: since that one's post.
    function test_aVoidCountsTheWaitFromItsFirstPost() public {
        fund(operator, 4 ether);
        vm.warp(START + 1 hours);
        post(nextEpoch(operator, payees(ALICE, 3 ether, BOB, 1 ether), 0, 0));
        fund(operator, 1 ether);
        vm.warp(START + 2 hours);
        post(nextEpoch(operator, payees(ALICE, 4 ether, BOB, 1 ether), 0, 0));
        vm.warp(START + 3 hours);
        fund(operator, 1 ether);
        expectWaitingAfterVoid(2, START + 2 hours);
        vm.warp(START + 4 hours);
        expectWaitingAfterVoid(1, START + 1 hours);
    }

    /// An honest epoch between two faults: what waits after the second was collected after it.
    function test_theWaitIsThatOfTheMoneyWhichWaits() public {
        vault.deposit(operator, 100_000 ether);
        fund(operator, 4 ether);
        post(nextEpoch(operator, payees(ALICE, 3 ether, BOB, 1 ether), 0, 0));
        expectWaitingAfterVoid(1, START);
        vm.warp(START + WINDOW);
        post(nextEpoch(operator, payees(ALICE, 3 ether, BOB, 1 ether), 0, 0));
        vm.warp(START + WINDOW + 1 hours);
        fund(operator, 1 ether);
        (uint64 since,,) = settlement.dueOf(operator);
        vm.assertEq(since, START + WINDOW + 1 hours);
        post(nextEpoch(operator, payees(ALICE, 4 ether, BOB, 1 ether), 0, 0));
        expectWaitingAfterVoid(2, START + WINDOW + 1 hours);
        expectWaitingAfterVoid(1, START);
        // Once the number is final, what was before says nothing any more.
        post(nextEpoch(operator, payees(ALICE, 4 ether, BOB, 1 ether), 0, 0));
        vm.warp(START + 3 * WINDOW);
        finalize(operator);
        fund(operator, 1 ether);
        post(nextEpoch(operator, payees(ALICE, 5 ether, BOB, 1 ether), 0, 0));
        expectWaitingAfterVoid(2, START + 3 * WINDOW);
    }

    function expectWaitingAfterVoid(uint64 number, uint64 since) private {
        voidFrom(number);
        (uint64 found,,) = settlement.dueOf(operator);
        vm.assertEq(found, since);
    }

    /// The operator's faulty epoch below: its bond is lost, the poster that built on it takes its own back.
    function test_aPosterTakesItsBondBackWhenAnEarlierEpochFalls() public {
        fund(operator, 5 ether);
        post(nextEpoch(operator, payees(ALICE, 3 ether, BOB, 2 ether), 0, 0));
        fund(operator, 5 ether);
        vm.warp(START + 2 * WINDOW);
        postAs(stranger, nextEpoch(operator, payees(ALICE, 6 ether, BOB, 3 ether), 1 ether, 0));
        (, uint96 amount) = vault.posterBondOf(operator, 2, 2);
        uint256 before = token.balanceOf(stranger);
        voidFrom(1);
        vm.assertTrue(vault.bondOf(operator).amount < 10_000 ether);
        vault.reclaimPoster(operator, 2, 2);
        vm.assertEq(token.balanceOf(stranger) - before, amount);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.NoPosterBond.selector, operator, 2, 2));
        vault.reclaimPoster(operator, 2, 2);
    }

    /// A poster's fault above an honest epoch of the operator: its bond stays locked for that one.
    function test_aFaultyTakeoverLeavesTheOperatorsBond() public {
        fund(operator, 5 ether);
        post(nextEpoch(operator, payees(ALICE, 3 ether, BOB, 2 ether), 0, 0));
        uint128 locked = vault.bondOf(operator).locked;
        fund(operator, 5 ether);
        vm.warp(START + 2 * WINDOW);
        postAs(stranger, nextEpoch(operator, payees(ALICE, 6 ether, BOB, 3 ether), 1 ether, 0));
        voidFrom(2);
        vm.assertEq(vault.bondOf(operator).locked, locked);
        finalize(operator);
        vm.assertEq(vault.bondOf(operator).locked, 0);
    }

    function test_onlySettlementMovesPostersBonds() public {
        postAs(stranger, overdueEpoch());
        bytes memory refused = abi.encodeWithSelector(IBondVault.NotSettlement.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refused);
        vault.lockPoster(operator, 9, 9, operator, 1);
        vm.expectRevert(refused);
        vault.returnPoster(operator, 1, 1);
        vm.expectRevert(refused);
        vault.slashPoster(operator, 1, 1, stranger);
        vm.stopPrank();
    }
}
