// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ClaimVault } from "../../src/ClaimVault.sol";
import { IClaimVault } from "../../src/interfaces/IClaimVault.sol";
import { IPaymentEscrow } from "../../src/interfaces/IPaymentEscrow.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// Long arrays, lengths that lie, headers of other epochs, and wallets whose code changes.
contract BadInputTest is Fixture {
    /// @dev `EXTCODE` of a wallet that delegates by EIP-7702: 0xef0100 and the delegate's address.
    bytes private constant DELEGATED = hex"ef01000000000000000000000000000000000000000dea";

    function settle(Payee[] memory list, uint128 sum) private {
        fund(operator, sum);
        post(nextEpoch(operator, list, 0, 0));
        vm.warp(block.timestamp + WINDOW);
        finalize(operator);
    }

    // ── arrays ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// An array whose length is more than its bytes is refused before anything happens.
    function test_lengthsThatLieAreRefused() public {
        settle(payees(payer, 6 ether, stranger, 3 ether), 9 ether);
        ClaimVault claimVault = claims(operator);
        uint256[3] memory lengths = [uint256(1), type(uint64).max, type(uint256).max];
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory call = abi.encodePacked(IPaymentEscrow.collect.selector, uint256(32), lengths[i]);
            (bool ok,) = address(escrow).call(call);
            vm.assertFalse(ok);
            call = abi.encodePacked(
                IClaimVault.claimMany.selector, uint256(128), uint256(128), uint256(128), uint256(0), lengths[i]
            );
            (ok,) = address(claimVault).call(call);
            vm.assertFalse(ok);
        }
        vm.assertEq(settlement.stateOf(operator).claimed, 0);
    }

    /// A thousand vouchers in one transaction: the good ones are collected, the rest skipped.
    function test_longBatchesOfVouchersAreCollected() public {
        bytes32 channelId = openChannel(operator, 10 ether);
        IPaymentEscrow.SignedVoucher[] memory vouchers = new IPaymentEscrow.SignedVoucher[](1000);
        for (uint256 i = 0; i < vouchers.length; ++i) {
            vouchers[i].channelId = channelId;
            vouchers[i].cumulative = uint128(i);
        }
        vouchers[999] = signed(channelId, 4 ether, signVoucher(PAYER_KEY, channelId, 4 ether));
        vm.prank(operator);
        vm.assertEq(escrow.collect(vouchers), 4 ether);
    }

    function test_longBatchesOfClaimsArePaid() public {
        Payee[] memory list = new Payee[](150);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = Payee(address(uint160(0x1000 + i)), 1 ether);
        }
        settle(list, 150 ether);
        (bytes32[] memory packed, bytes32[] memory proof, uint256[] memory flags) = ClaimsTree.wholeTree(list);
        vm.assertEq(claims(operator).claimMany(packed, proof, flags, true), 150 ether);
        vm.assertEq(claims(operator).reserved(), 150 ether);
    }

    // ── foreign epochs ────────────────────────────────────────────────────────────────────────────────────────────

    /// A header of another operator, or of another epoch of the same one, finalises nothing.
    function test_foreignHeadersFinaliseNothing() public {
        fund(operator, 9 ether);
        Epoch memory first = nextEpoch(operator, payees(payer, 6 ether, stranger, 3 ether), 0, 0);
        bytes32 hash = post(first);
        fund(operator, 1 ether);
        Epoch memory second = nextEpoch(operator, payees(payer, 7 ether, stranger, 3 ether), 0, 0);
        bytes32 other = post(second);
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongEpoch.selector, other, hash));
        settlement.finalize(second);
        second.operator = otherOperator;
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NoOpenEpoch.selector, otherOperator));
        settlement.finalize(second);
        vm.assertEq(settlement.finalize(first), 1);
    }

    /// The places of open epochs are never written over.
    function test_noMoreEpochsAreOpenThanThereArePlaces() public {
        vault.deposit(operator, 100_000 ether);
        Payee[] memory list = new Payee[](1);
        for (uint128 i = 1; i <= 127; ++i) {
            fund(operator, 1 ether);
            list[0] = Payee(payer, i * 1 ether);
            post(nextEpoch(operator, list, 0, 0));
        }
        fund(operator, 1 ether);
        list[0].cumulative = 128 ether;
        Epoch memory epoch = nextEpoch(operator, list, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.TooManyOpenEpochs.selector, 128, 0));
        post(epoch);
        vm.warp(START + WINDOW);
        finalize(operator);
        post(epoch);
        // Over the place of number 0, which the first epoch built on; the newest final one is still known.
        (bytes32 epochHash, uint64 postedAt,, ISettlement.EpochStatus status) = settlement.epochOf(operator, 1);
        vm.assertEq(epochHash, keccak256(abi.encode(header(operator, 1))));
        vm.assertEq(postedAt, START);
        vm.assertTrue(status == ISettlement.EpochStatus.Final);
        for (uint64 number = 2; number <= 127; ++number) {
            vm.assertEq(finalize(operator), number);
        }
        (epochHash, postedAt,, status) = settlement.epochOf(operator, 1);
        vm.assertTrue(epochHash != 0 && postedAt == 0 && status == ISettlement.EpochStatus.Final);
        vm.assertEq(settlement.postOf(operator, 1), 0);
        vm.assertEq(settlement.postOf(operator, 127), 127);
        vm.assertEq(claims(operator).unclaimed(), 127 ether);
    }

    // ── EIP-7702 ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// A payer, its signer and an account that delegate their code, then another, then none: vouchers are judged by the
    /// key alone, and money goes to the address alone.
    function test_walletsThatChangeCodeArePaidAndCollectedAlike() public {
        bytes32 channelId = openChannel(operator, 20 ether);
        uint128 cumulative = 0;
        bytes[3] memory codes = [DELEGATED, bytes(hex"60006000fd"), bytes("")];
        for (uint256 i = 0; i < 3; ++i) {
            vm.etch(payer, codes[i]);
            vm.etch(signer, codes[i]);
            for (uint256 j = 0; j < 2; ++j) {
                cumulative += 1 ether;
                bytes memory signature = signVoucher(j == 0 ? PAYER_KEY : SIGNER_KEY, channelId, cumulative);
                vm.assertEq(collect(operator, channelId, cumulative, signature), 1 ether);
            }
        }
        Payee[] memory list = payees(payer, 4 ether, stranger, 2 ether);
        post(nextEpoch(operator, list, 0, 0));
        vm.warp(START + WINDOW);
        finalize(operator);
        vm.etch(payer, hex"60006000fd");
        uint256 before = token.balanceOf(payer);
        claims(operator).claim(pack(payer, 4 ether), ClaimsTree.proof(list, 0));
        vm.prank(payer);
        escrow.requestWithdrawal(channelId, 14 ether);
        vm.warp(START + WINDOW + DELAY);
        escrow.withdraw(channelId);
        vm.assertEq(token.balanceOf(payer) - before, 18 ether);
    }
}
