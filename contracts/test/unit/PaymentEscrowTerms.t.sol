// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { BondVault } from "../../src/BondVault.sol";
import { OpenToken } from "../../src/OpenToken.sol";
import { PaymentEscrow } from "../../src/PaymentEscrow.sol";
import { Settlement } from "../../src/Settlement.sol";
import { IPaymentEscrow } from "../../src/interfaces/IPaymentEscrow.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { ExactTransfer } from "../../src/libraries/ExactTransfer.sol";
import { FeeToken } from "../attack/BadTokens.t.sol";
import { Authorizing } from "../support/Authorizing.sol";
import { Payee } from "../support/ClaimsTree.sol";
import { Creator } from "../support/Creator.sol";
import { vm } from "../support/Vm.sol";

/// What payers sign and agree to, and what a channel keeps of it.
contract PaymentEscrowTermsTest is Authorizing {
    function test_whatAPayerSigns() public view {
        bytes32 open = keccak256("OpenChannel(bytes32 channelId,uint128 cap,uint64 expiry,bytes32 salt)");
        bytes32 nonce = keccak256(abi.encode(open, bytes32("id"), uint128(5), uint64(9), bytes32("salt")));
        vm.assertEq(escrow.openNonce("id", 5, 9, "salt"), nonce);
        bytes32 deposit = keccak256("Deposit(bytes32 channelId,bytes32 salt)");
        vm.assertEq(escrow.depositNonce("id", "salt"), keccak256(abi.encode(deposit, bytes32("id"), bytes32("salt"))));
    }

    function test_limitsThatHoldNoLongerWait() public {
        bytes32 channelId = openChannel(operator, 1 ether);
        vm.prank(payer);
        escrow.setSignerLimits(channelId, 60 ether, START + 2 days);
        IPaymentEscrow.Channel memory channel = escrow.channelOf(channelId);
        vm.assertEq(channel.cap, 60 ether);
        vm.assertEq(channel.expiry, START + 2 days);
        vm.assertEq(channel.nextCap, 0);
        vm.assertEq(channel.nextExpiry, 0);
        vm.assertEq(channel.limitsChangeAt, 0);
    }

    // ── a token that keeps a part ─────────────────────────────────────────────────────────────────────────────────

    function test_aFeeOnTransferIsRefusedHoweverItComes() public {
        OpenToken bad = new FeeToken(payer);
        ISettlement.SettlementParams memory params = settlementParams();
        params.token = address(bad);
        address made = new Creator().create(type(Settlement).creationCode, abi.encode(params));
        escrow = PaymentEscrow(Settlement(made).escrow());
        vault = BondVault(Settlement(made).bondVault());
        bytes32 nonce = escrow.openNonce(escrow.channelIdOf(payer, operator, signer), 0, 0, "salt");
        IPaymentEscrow.Authorization memory open = authorize(bad, 1 ether, nonce, "salt");
        bytes memory refused = abi.encodeWithSelector(ExactTransfer.WrongAmountReceived.selector, 0.99 ether, 1 ether);
        vm.expectRevert(refused);
        escrow.openChannelFor(payer, operator, signer, 0, 0, 1 ether, open);
        vm.startPrank(payer);
        bad.approve(address(escrow), type(uint256).max);
        bad.approve(address(vault), type(uint256).max);
        vm.expectRevert(refused);
        escrow.openChannel(operator, signer, 0, 0, 1 ether);
        vm.expectRevert(refused);
        vault.deposit(operator, 1 ether);
        vm.stopPrank();
    }

    // ── what is remembered of past posts ──────────────────────────────────────────────────────────────────────────

    /// @dev Gas of collecting one more OPEN.
    function collectMore() private returns (uint256 used) {
        bytes32 channelId = escrow.channelIdOf(payer, operator, signer);
        uint128 cumulative = escrow.channelOf(channelId).collected + 1 ether;
        IPaymentEscrow.SignedVoucher[] memory vouchers = new IPaymentEscrow.SignedVoucher[](1);
        vouchers[0] = signed(channelId, cumulative, signVoucher(PAYER_KEY, channelId, cumulative));
        vm.prank(operator);
        used = gasleft();
        escrow.collect(vouchers);
        used -= gasleft();
    }

    function postAndFinalize() private {
        Payee[] memory list = new Payee[](1);
        list[0] = Payee(contributor, settlement.stateOf(operator).funded);
        post(nextEpoch(operator, list, 0, 0));
        vm.warp(block.timestamp + WINDOW);
        finalize(operator);
    }

    /// One place is written again and again, however many epochs a channel lives through.
    function test_oldCollectionsGiveTheirPlacesUp() public {
        bytes32 channelId = openChannel(operator, 40 ether);
        vm.prank(payer);
        escrow.setSignerLimits(channelId, 50 ether, START + 90 days);
        collectMore();
        postAndFinalize();
        uint256 first = collectMore();
        for (uint256 i = 0; i < 6; ++i) {
            postAndFinalize();
            vm.assertLt(collectMore() + 15_000, first);
        }
    }
}
