// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IPaymentEscrow } from "../../src/interfaces/IPaymentEscrow.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// What was collected and no epoch accounts goes back to the payers, channel by channel.
contract RefundTest is Fixture {
    address private constant ALICE = address(0xA11);
    address private constant BOB = address(0xB0B);

    bytes32 private mine;

    function setUp() public override {
        super.setUp();
        mine = openChannel(operator, 20 ether);
    }

    function take(bytes32 channelId, uint256 key, uint128 cumulative) private returns (uint128) {
        return collect(operator, channelId, cumulative, signVoucher(key, channelId, cumulative));
    }

    function postAll() private {
        uint128 sum = settlement.stateOf(operator).funded;
        post(nextEpoch(operator, payees(ALICE, sum - 1 ether, BOB, 1 ether), 0, 0));
    }

    function test_refundsWaitForTheOverdueEpoch() public {
        take(mine, PAYER_KEY, 10 ether);
        vm.warp(START + 4 * WINDOW - 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.RefundNotDue.selector, START + 4 * WINDOW));
        escrow.refund(mine);
        vm.warp(START + 4 * WINDOW);
        uint256 before = token.balanceOf(payer);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.ChannelRefunded(mine, operator, payer, 0, 10 ether);
        vm.expectEmit(address(settlement));
        emit ISettlement.Refunded(operator, payer, 10 ether);
        vm.prank(stranger);
        vm.assertEq(escrow.refund(mine), 10 ether);
        vm.assertEq(token.balanceOf(payer) - before, 10 ether);
        vm.assertEq(escrow.balanceOf(mine), 10 ether);
        vm.assertEq(settlement.stateOf(operator).funded, 0);
        vm.assertEq(settlement.stateOf(operator).refunded, 10 ether);
        vm.assertEq(token.balanceOf(address(settlement)), 0);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.NothingToRefund.selector, mine));
        escrow.refund(mine);
    }

    function test_refundsAreWhatTheNewestEpochLacks() public {
        take(mine, PAYER_KEY, 4 ether);
        postAll();
        take(mine, PAYER_KEY, 9 ether);
        vm.prank(stranger);
        bytes32 theirs = escrow.openChannel(operator, stranger, 0, 0, 5 ether);
        take(theirs, STRANGER_KEY, 3 ether);
        vm.warp(START + WINDOW);
        finalize(operator);
        vm.warp(START + 4 * WINDOW);
        vm.assertEq(escrow.refund(mine), 5 ether);
        vm.assertEq(escrow.channelOf(mine).collected, 4 ether);
        vm.assertEq(settlement.stateOf(operator).funded, 7 ether);
        // Who is not refunded yet can still be paid out: an epoch of the rest.
        postAll();
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.NothingToRefund.selector, theirs));
        escrow.refund(theirs);
    }

    /// A void moves no clock; what the void epoch had accounted goes back too.
    function test_voidEpochsAreRefundedToo() public {
        take(mine, PAYER_KEY, 4 ether);
        postAll();
        take(mine, PAYER_KEY, 9 ether);
        postAll();
        vm.warp(START + WINDOW / 2);
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, 1, stranger);
        vm.warp(START + 4 * WINDOW - 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.RefundNotDue.selector, START + 4 * WINDOW));
        escrow.refund(mine);
        vm.warp(START + 4 * WINDOW);
        vm.assertEq(escrow.refund(mine), 9 ether);
    }

    /// After a void above a final epoch the history still knows what that one accounted.
    function test_theNewestFinalEpochIsRemembered() public {
        take(mine, PAYER_KEY, 1 ether);
        postAll();
        vm.warp(START + WINDOW);
        finalize(operator);
        for (uint128 i = 2; i <= 4; ++i) {
            take(mine, PAYER_KEY, i * 1 ether);
            postAll();
            vm.prank(address(challenges));
            settlement.voidEpochs(operator, 2, stranger);
            vault.deposit(operator, 1000 ether);
        }
        take(mine, PAYER_KEY, 9 ether);
        vm.warp(START + 6 * WINDOW);
        vm.assertEq(escrow.refund(mine), 8 ether);
    }

    /// The vouchers stay good: an operator that comes back collects from what the channel still holds, and posts.
    function test_anOperatorThatComesBackCollectsAgain() public {
        take(mine, PAYER_KEY, 8 ether);
        vm.warp(START + 4 * WINDOW);
        escrow.refund(mine);
        vm.assertEq(take(mine, PAYER_KEY, 8 ether), 8 ether);
        (uint64 since,,) = settlement.dueOf(operator);
        vm.assertEq(since, START + 4 * WINDOW);
        postAll();
        (uint128 found, bool known) = escrow.collectedAt(mine, 1);
        vm.assertTrue(known && found == 8 ether);
        vm.assertEq(escrow.balanceOf(mine), 4 ether);
    }

    function test_aRequestedWithdrawalSurvivesARefund() public {
        take(mine, PAYER_KEY, 8 ether);
        vm.prank(payer);
        escrow.requestWithdrawal(mine, 12 ether);
        vm.warp(START + 4 * WINDOW);
        escrow.refund(mine);
        vm.assertEq(escrow.withdraw(mine), 12 ether);
        vm.assertEq(escrow.balanceOf(mine), 0);
        IPaymentEscrow.Channel memory channel = escrow.channelOf(mine);
        vm.assertEq(channel.deposited, 20 ether);
        vm.assertEq(channel.withdrawn, 20 ether);
    }

    function test_onlyTheEscrowRefunds() public {
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotEscrow.selector, stranger));
        vm.prank(stranger);
        settlement.refund(operator, stranger, 1);
        take(mine, PAYER_KEY, 2 ether);
        vm.warp(START + 4 * WINDOW);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.RefundTooLarge.selector, 3 ether, 2 ether));
        vm.prank(address(escrow));
        settlement.refund(operator, payer, 3 ether);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.UnknownChannel.selector, bytes32("none")));
        escrow.refund("none");
    }
}
