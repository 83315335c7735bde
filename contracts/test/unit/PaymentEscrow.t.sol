// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC3009 } from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";

import { IPaymentEscrow } from "../../src/interfaces/IPaymentEscrow.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Authorizing } from "../support/Authorizing.sol";
import { vm } from "../support/Vm.sol";

/// Opening, depositing and collecting; withdrawals and limits have a file of their own.
contract PaymentEscrowTest is Authorizing {
    // ── open and deposit ──────────────────────────────────────────────────────────────────────────────────────────

    function test_openChannelLocksTheDeposit() public {
        bytes32 expected = keccak256(abi.encode(block.chainid, address(escrow), payer, operator, signer));
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.ChannelOpened(expected, payer, operator, signer, 50 ether, START + 1 days);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.Deposited(expected, 10 ether, 10 ether);
        bytes32 channelId = openChannel(operator, 10 ether);
        vm.assertEq(channelId, expected);
        IPaymentEscrow.Channel memory channel = escrow.channelOf(channelId);
        vm.assertEq(channel.payer, payer);
        vm.assertEq(channel.operator, operator);
        vm.assertEq(channel.signer, signer);
        vm.assertEq(channel.deposited, 10 ether);
        vm.assertEq(token.balanceOf(address(escrow)), 10 ether);
    }

    function test_openChannelRefusesBadInput() public {
        vm.startPrank(payer);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.ZeroAddress.selector));
        escrow.openChannel(address(0), signer, 0, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.ZeroAddress.selector));
        escrow.openChannel(operator, address(0), 0, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.ZeroAmount.selector));
        escrow.openChannel(operator, signer, 0, 0, 0);
        bytes32 channelId = escrow.openChannel(operator, signer, 0, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.ChannelExists.selector, channelId));
        escrow.openChannel(operator, signer, 0, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.ZeroAmount.selector));
        escrow.deposit(channelId, 0);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.UnknownChannel.selector, bytes32("none")));
        escrow.deposit("none", 1);
        vm.stopPrank();
    }

    function test_anyoneMayDeposit() public {
        bytes32 channelId = openChannel(operator, 1 ether);
        vm.prank(stranger);
        escrow.deposit(channelId, 2 ether);
        vm.assertEq(escrow.balanceOf(channelId), 3 ether);
    }

    /// Caps and expiries are kept in fewer bits than they are given in: what does not fit counts as the greatest that does.
    function test_limitsThatDoNotFitAreTheGreatest() public {
        vm.startPrank(payer);
        bytes32 channelId = escrow.openChannel(operator, signer, uint128(1) << 96, uint64(1) << 48, 10 ether);
        IPaymentEscrow.Channel memory channel = escrow.channelOf(channelId);
        vm.assertEq(channel.cap, type(uint96).max);
        vm.assertEq(channel.expiry, type(uint48).max);
        escrow.setSignerLimits(channelId, 3 ether, START);
        vm.warp(START + DELAY);
        escrow.setSignerLimits(channelId, type(uint128).max, type(uint64).max);
        vm.stopPrank();
        channel = escrow.channelOf(channelId);
        vm.assertEq(channel.cap, type(uint96).max);
        vm.assertEq(channel.expiry, type(uint48).max);
        vm.assertEq(collect(operator, channelId, 4 ether, signVoucher(SIGNER_KEY, channelId, 4 ether)), 4 ether);
    }

    // ── EIP-3009 ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_channelIsOpenedAndFilledBySignature() public {
        bytes32 channelId = escrow.channelIdOf(payer, operator, signer);
        bytes32 nonce = escrow.openNonce(channelId, 5 ether, START + 9, "salt");
        IPaymentEscrow.Authorization memory open = authorize(token, 2 ether, nonce, "salt");
        vm.prank(stranger);
        escrow.openChannelFor(payer, operator, signer, 5 ether, START + 9, 2 ether, open);
        vm.assertEq(escrow.balanceOf(channelId), 2 ether);

        IPaymentEscrow.Authorization memory more =
            authorize(token, 3 ether, escrow.depositNonce(channelId, "more"), "more");
        vm.prank(stranger);
        escrow.depositFor(channelId, 3 ether, more);
        vm.assertEq(escrow.balanceOf(channelId), 5 ether);

        vm.expectRevert(
            abi.encodeWithSelector(
                ERC3009.ERC3009UsedAuthorization.selector, payer, escrow.depositNonce(channelId, "more")
            )
        );
        escrow.depositFor(channelId, 3 ether, more);
    }

    /// Whoever relays the authorisation cannot put in a signer, cap or expiry of its own.
    function test_authorizationBindsTheTerms() public {
        bytes32 channelId = escrow.channelIdOf(payer, operator, signer);
        bytes32 nonce = escrow.openNonce(channelId, 5 ether, START + 9, "salt");
        IPaymentEscrow.Authorization memory open = authorize(token, 2 ether, nonce, "salt");
        bytes memory refused = abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector);
        vm.startPrank(stranger);
        vm.expectRevert(refused);
        escrow.openChannelFor(payer, operator, stranger, 5 ether, START + 9, 2 ether, open);
        vm.expectRevert(refused);
        escrow.openChannelFor(payer, stranger, signer, 5 ether, START + 9, 2 ether, open);
        vm.expectRevert(refused);
        escrow.openChannelFor(payer, operator, signer, 6 ether, START + 9, 2 ether, open);
        vm.expectRevert(refused);
        escrow.openChannelFor(payer, operator, signer, 5 ether, START + 10, 2 ether, open);
        vm.expectRevert(refused);
        escrow.openChannelFor(payer, operator, signer, 5 ether, START + 9, 3 ether, open);
        vm.stopPrank();
    }

    // ── collect ───────────────────────────────────────────────────────────────────────────────────────────────────

    function expectSkip(bytes32 channelId, address by, uint128 cumulative, IPaymentEscrow.VoucherFault fault) private {
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.VoucherSkipped(channelId, by, cumulative, fault);
    }

    function test_collectBooksWhatIsNew() public {
        bytes32 channelId = openChannel(operator, 10 ether);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.Collected(channelId, operator, 4 ether, 4 ether);
        vm.assertEq(collect(operator, channelId, 4 ether, signVoucher(PAYER_KEY, channelId, 4 ether)), 4 ether);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.Collected(channelId, operator, 7 ether, 3 ether);
        vm.expectEmit(address(settlement));
        emit ISettlement.Booked(operator, 3 ether, 7 ether);
        vm.assertEq(collect(operator, channelId, 7 ether, signVoucher(SIGNER_KEY, channelId, 7 ether)), 3 ether);
        vm.assertEq(settlement.stateOf(operator).funded, 7 ether);
        vm.assertEq(token.balanceOf(address(settlement)), 7 ether);
        vm.assertEq(escrow.balanceOf(channelId), 3 ether);
    }

    function test_collectSkipsBadVouchersAndTakesTheRest() public {
        bytes32 mine = openChannel(operator, 10 ether);
        bytes32 foreign = openChannel(otherOperator, 10 ether);
        bytes32[8] memory ids = [bytes32("none"), foreign, mine, mine, mine, mine, mine, mine];
        uint128[8] memory sums = [1, 1, 0, 10 ether + 1, 1 ether, 2 ether, 2 ether, uint128(3 ether)];
        IPaymentEscrow.SignedVoucher[] memory vouchers = new IPaymentEscrow.SignedVoucher[](8);
        for (uint256 i = 0; i < 8; ++i) {
            uint256 key = i == 4 ? STRANGER_KEY : PAYER_KEY;
            vouchers[i] = signed(ids[i], sums[i], signVoucher(key, ids[i], sums[i]));
        }
        expectSkip("none", operator, 1, IPaymentEscrow.VoucherFault.UnknownChannel);
        expectSkip(foreign, operator, 1, IPaymentEscrow.VoucherFault.NotOperator);
        expectSkip(mine, operator, 0, IPaymentEscrow.VoucherFault.NothingNew);
        expectSkip(mine, operator, 10 ether + 1, IPaymentEscrow.VoucherFault.ExceedsDeposit);
        expectSkip(mine, operator, 1 ether, IPaymentEscrow.VoucherFault.BadSignature);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.Collected(mine, operator, 2 ether, 2 ether);
        expectSkip(mine, operator, 2 ether, IPaymentEscrow.VoucherFault.NothingNew);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.Collected(mine, operator, 3 ether, 1 ether);
        vm.prank(operator);
        vm.assertEq(escrow.collect(vouchers), 3 ether);
        vm.assertEq(settlement.stateOf(operator).funded, 3 ether);
    }

    function test_collectOfNothingChangesNothing() public {
        bytes32 channelId = openChannel(operator, 10 ether);
        vm.assertEq(collect(operator, channelId, 1 ether, ""), 0);
        vm.assertEq(settlement.stateOf(operator).funded, 0);
        vm.assertEq(escrow.collect(new IPaymentEscrow.SignedVoucher[](0)), 0);
    }

    /// A voucher above the deposit is not cut: its figure would meet no receipt. A deposit makes it good.
    function test_voucherAboveTheDepositWaitsForMoney() public {
        bytes32 channelId = openChannel(operator, 5 ether);
        bytes memory signature = signVoucher(PAYER_KEY, channelId, 6 ether);
        vm.assertEq(collect(operator, channelId, 6 ether, signature), 0);
        vm.prank(payer);
        escrow.deposit(channelId, 1 ether);
        vm.assertEq(collect(operator, channelId, 6 ether, signature), 6 ether);
    }

    function test_signerIsBoundByCapAndExpiry() public {
        bytes32 channelId = openChannel(operator, 100 ether);
        bytes memory beyond = signVoucher(SIGNER_KEY, channelId, 50 ether + 1);
        expectSkip(channelId, operator, 50 ether + 1, IPaymentEscrow.VoucherFault.ExceedsCap);
        collect(operator, channelId, 50 ether + 1, beyond);

        bytes memory late = signVoucher(SIGNER_KEY, channelId, 2 ether);
        vm.warp(START + 1 days + DELAY);
        vm.assertEq(collect(operator, channelId, 1 ether, signVoucher(SIGNER_KEY, channelId, 1 ether)), 1 ether);
        vm.warp(START + 1 days + DELAY + 1);
        expectSkip(channelId, operator, 2 ether, IPaymentEscrow.VoucherFault.SignerExpired);
        collect(operator, channelId, 2 ether, late);
        vm.assertEq(collect(operator, channelId, 60 ether, signVoucher(PAYER_KEY, channelId, 60 ether)), 59 ether);
    }

    function test_payerMayBeItsOnlySigner() public {
        vm.prank(payer);
        bytes32 channelId = escrow.openChannel(operator, payer, 0, 0, 5 ether);
        vm.assertEq(collect(operator, channelId, 5 ether, signVoucher(PAYER_KEY, channelId, 5 ether)), 5 ether);
    }

    /// The payer that is given with a voucher saves reading it, and decides nothing.
    function testFuzz_theGivenPayerDecidesNothing(address given, bool bySigner, uint64 amount) public {
        bytes32 channelId = openChannel(operator, 10 ether);
        uint128 cumulative = amount;
        bytes memory signature = signVoucher(bySigner ? SIGNER_KEY : PAYER_KEY, channelId, cumulative);
        IPaymentEscrow.SignedVoucher[] memory vouchers = new IPaymentEscrow.SignedVoucher[](1);
        vouchers[0] = signed(channelId, cumulative, signature);
        vouchers[0].payer = given;
        bool good = cumulative > 0 && cumulative <= 10 ether;
        vm.prank(operator);
        vm.assertEq(escrow.collect(vouchers), good ? cumulative : 0);
    }

    /// Whoever signs for a channel that was never opened has nothing to collect from.
    function test_aSignerOfNoChannelCollectsNothing() public {
        bytes32 channelId = escrow.channelIdOf(payer, operator, vm.addr(STRANGER_KEY));
        IPaymentEscrow.SignedVoucher[] memory vouchers = new IPaymentEscrow.SignedVoucher[](1);
        vouchers[0] = signed(channelId, 1, signVoucher(STRANGER_KEY, channelId, 1));
        vouchers[0].payer = payer;
        expectSkip(channelId, operator, 1, IPaymentEscrow.VoucherFault.ExceedsDeposit);
        vm.prank(operator);
        vm.assertEq(escrow.collect(vouchers), 0);
    }

    function test_checkVoucherSaysWhatCollectWould() public {
        bytes32 channelId = openChannel(operator, 10 ether);
        IPaymentEscrow.Voucher memory voucher = IPaymentEscrow.Voucher(channelId, 1 ether);
        bytes memory good = signVoucher(SIGNER_KEY, channelId, 1 ether);
        vm.assertEq(uint8(escrow.checkVoucher(voucher, good)), uint8(IPaymentEscrow.VoucherFault.None));
        vm.assertEq(uint8(escrow.checkVoucher(voucher, "")), uint8(IPaymentEscrow.VoucherFault.BadSignature));
    }

    /// Whatever the order of vouchers, the operator gets the greatest cumulative once.
    function testFuzz_collectedIsTheGreatestCumulative(uint64[6] memory cumulatives) public {
        bytes32 channelId = openChannel(operator, type(uint64).max);
        uint128 greatest = 0;
        for (uint256 i = 0; i < cumulatives.length; ++i) {
            uint64 cumulative = cumulatives[i];
            if (cumulative > greatest) greatest = cumulative;
            collect(operator, channelId, cumulative, signVoucher(PAYER_KEY, channelId, cumulative));
        }
        vm.assertEq(escrow.channelOf(channelId).collected, greatest);
        vm.assertEq(settlement.stateOf(operator).funded, greatest);
        vm.assertEq(token.balanceOf(address(escrow)), type(uint64).max - greatest);
    }
}
