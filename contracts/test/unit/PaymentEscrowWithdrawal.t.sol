// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IPaymentEscrow } from "../../src/interfaces/IPaymentEscrow.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// Withdrawals and the signer's limits: what a payer can take back, and when.
contract PaymentEscrowWithdrawalTest is Fixture {
    bytes32 private channelId;

    function setUp() public override {
        super.setUp();
        channelId = openChannel(operator, 100 ether);
    }

    function request(uint128 amount) private {
        vm.prank(payer);
        escrow.requestWithdrawal(channelId, amount);
    }

    function collectUpTo(uint128 cumulative) private returns (uint128) {
        return collect(operator, channelId, cumulative, signVoucher(PAYER_KEY, channelId, cumulative));
    }

    // ── withdrawals ───────────────────────────────────────────────────────────────────────────────────────────────

    function test_withdrawalWaits() public {
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.WithdrawalRequested(channelId, 40 ether, START + DELAY);
        request(40 ether);
        vm.warp(START + DELAY - 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.WithdrawalTooEarly.selector, START + DELAY));
        escrow.withdraw(channelId);
        vm.warp(START + DELAY);
        uint256 before = token.balanceOf(payer);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.Withdrawn(channelId, 40 ether);
        vm.prank(stranger);
        vm.assertEq(escrow.withdraw(channelId), 40 ether);
        vm.assertEq(token.balanceOf(payer) - before, 40 ether);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.NoWithdrawalRequested.selector, channelId));
        escrow.withdraw(channelId);
    }

    function test_operatorCollectsInTheDelay() public {
        request(100 ether);
        vm.assertEq(collectUpTo(70 ether), 70 ether);
        vm.warp(START + DELAY);
        vm.assertEq(escrow.withdraw(channelId), 30 ether);
        vm.assertEq(escrow.balanceOf(channelId), 0);
    }

    /// What comes in after the request had no delay of its own: it stays.
    function test_newDepositsStay() public {
        request(100 ether);
        collectUpTo(70 ether);
        vm.prank(payer);
        escrow.deposit(channelId, 25 ether);
        vm.warp(START + DELAY);
        vm.assertEq(escrow.withdraw(channelId), 30 ether);
        vm.assertEq(escrow.balanceOf(channelId), 25 ether);
    }

    function test_withdrawalMayEndAtNothing() public {
        request(100 ether);
        vm.prank(payer);
        escrow.deposit(channelId, 5 ether);
        collectUpTo(103 ether);
        vm.warp(START + DELAY);
        vm.assertEq(escrow.withdraw(channelId), 0);
        vm.assertEq(escrow.balanceOf(channelId), 2 ether);
    }

    /// A new request covers what was deposited after the last one: it waits anew for all of it.
    function test_newRequestCoversEarlierDeposits() public {
        request(10 ether);
        vm.prank(payer);
        escrow.deposit(channelId, 50 ether);
        vm.warp(START + DELAY / 2);
        request(150 ether);
        vm.warp(START + DELAY / 2 + DELAY);
        vm.assertEq(escrow.withdraw(channelId), 150 ether);
    }

    /// Neither withdrawn nor collected money is there twice, nor is that of other channels.
    function test_voucherReachesNoFurtherThanTheBalance() public {
        openChannel(otherOperator, 500 ether);
        request(40 ether);
        vm.warp(START + DELAY);
        escrow.withdraw(channelId);
        collectUpTo(10 ether);
        vm.assertEq(collectUpTo(60 ether + 1), 0);
        vm.assertEq(collectUpTo(100 ether), 0);
        vm.assertEq(collectUpTo(60 ether), 50 ether);
        vm.assertEq(escrow.balanceOf(channelId), 0);
    }

    function test_requestsAreThePayersAndBounded() public {
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.NotPayer.selector, channelId, address(this)));
        escrow.requestWithdrawal(channelId, 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.NotPayer.selector, channelId, address(this)));
        escrow.cancelWithdrawal(channelId);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.UnknownChannel.selector, bytes32("none")));
        escrow.withdraw("none");
        vm.startPrank(payer);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.ZeroAmount.selector));
        escrow.requestWithdrawal(channelId, 0);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.InsufficientBalance.selector, 100 ether + 1, 100 ether));
        escrow.requestWithdrawal(channelId, 100 ether + 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.NoWithdrawalRequested.selector, channelId));
        escrow.cancelWithdrawal(channelId);
        vm.stopPrank();
    }

    function test_cancelAndAskAgainWaitsAnew() public {
        request(100 ether);
        vm.warp(START + DELAY);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.WithdrawalCancelled(channelId);
        vm.prank(payer);
        escrow.cancelWithdrawal(channelId);
        request(100 ether);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.WithdrawalTooEarly.selector, START + 2 * DELAY));
        escrow.withdraw(channelId);
    }

    /// Payer and operator share exactly what came in, whatever the order of collections and deposits.
    function testFuzz_withdrawnPlusCollectedPlusBalanceIsDeposited(
        uint96 asked,
        uint96 collected,
        uint96 deposited,
        bool collectFirst
    ) public {
        asked = asked % 100 ether + 1;
        collected = collected % 150 ether;
        deposited = deposited % 50 ether + 1;
        request(asked);
        if (collectFirst) collectUpTo(collected);
        vm.prank(payer);
        escrow.deposit(channelId, deposited);
        collectUpTo(collected);
        vm.warp(START + DELAY);
        uint128 withdrawn = escrow.withdraw(channelId);
        IPaymentEscrow.Channel memory channel = escrow.channelOf(channelId);
        vm.assertLe(withdrawn, asked, "more than asked");
        vm.assertEq(channel.deposited, 100 ether + uint256(deposited));
        vm.assertEq(withdrawn + channel.collected + escrow.balanceOf(channelId), channel.deposited);
        uint256 kept = channel.collected > 100 ether ? 100 ether + deposited - channel.collected : deposited;
        vm.assertGe(escrow.balanceOf(channelId), kept, "a new deposit left");
    }

    // ── limits ────────────────────────────────────────────────────────────────────────────────────────────────────

    function setLimits(uint128 cap, uint64 expiry) private {
        vm.prank(payer);
        escrow.setSignerLimits(channelId, cap, expiry);
    }

    function test_raisedLimitsHoldAtOnce() public {
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.SignerLimitsSet(channelId, 60 ether, START + 1 days, START);
        setLimits(60 ether, START + 1 days);
        vm.assertEq(collect(operator, channelId, 60 ether, signVoucher(SIGNER_KEY, channelId, 60 ether)), 60 ether);
    }

    function test_loweredLimitsWait() public {
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.SignerLimitsSet(channelId, 1 ether, START, START + DELAY);
        setLimits(1 ether, START);
        IPaymentEscrow.Channel memory channel = escrow.channelOf(channelId);
        vm.assertEq(channel.cap, 50 ether);
        vm.assertEq(channel.nextCap, 1 ether);
        vm.assertEq(channel.limitsChangeAt, START + DELAY);
        vm.assertEq(collect(operator, channelId, 2 ether, signVoucher(SIGNER_KEY, channelId, 2 ether)), 2 ether);
        vm.warp(START + DELAY);
        channel = escrow.channelOf(channelId);
        vm.assertEq(channel.cap, 1 ether);
        vm.assertEq(channel.expiry, START);
        vm.assertEq(channel.limitsChangeAt, 0);
        vm.assertEq(collect(operator, channelId, 3 ether, signVoucher(SIGNER_KEY, channelId, 3 ether)), 0);
    }

    /// A limit that stays as it is does not fall: what rises beside it holds at once.
    function test_anUnchangedLimitDoesNotWait() public {
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.SignerLimitsSet(channelId, 50 ether, START + 2 days, START);
        setLimits(50 ether, START + 2 days);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.SignerLimitsSet(channelId, 60 ether, START + 2 days, START);
        setLimits(60 ether, START + 2 days);
    }

    function test_oneFallingLimitMakesBothWait() public {
        setLimits(70 ether, START);
        vm.assertEq(escrow.channelOf(channelId).cap, 50 ether);
        vm.warp(START + DELAY);
        vm.assertEq(escrow.channelOf(channelId).cap, 70 ether);
    }

    function test_raisingCancelsAWaitingFall() public {
        setLimits(1 ether, START);
        setLimits(50 ether, START + 1 days);
        vm.warp(START + DELAY);
        vm.assertEq(escrow.channelOf(channelId).cap, 50 ether);
    }

    /// A fall that came due counts, even when nobody wrote it down before the next change.
    function test_aDueFallIsTheBaseOfTheNextChange() public {
        setLimits(1 ether, START + 1 days);
        vm.warp(START + DELAY);
        setLimits(2 ether, START + 1 days);
        vm.assertEq(escrow.channelOf(channelId).cap, 2 ether);
    }

    function test_limitsAreThePayers() public {
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.NotPayer.selector, channelId, signer));
        vm.prank(signer);
        escrow.setSignerLimits(channelId, 100 ether, START + 1 days);
    }
}
