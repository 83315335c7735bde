// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { DatanetRegistry } from "../../src/DatanetRegistry.sol";
import { PaymentEscrow } from "../../src/PaymentEscrow.sol";
import { Settlement } from "../../src/Settlement.sol";
import { IDatanetRegistry } from "../../src/interfaces/IDatanetRegistry.sol";
import { IPaymentEscrow } from "../../src/interfaces/IPaymentEscrow.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// Signatures used where, or in a form in which, they were not given.
contract ReplayTest is Fixture {
    uint64 private constant FORK_ID = 31_338;

    function refuseContribution(DatanetRegistry registry, bytes32 datanetId, address by, bytes memory signature)
        private
    {
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.BadContributionSignature.selector));
        registry.registerContribution(datanetId, by, commitments(3), START, signature);
    }

    function faultOf(PaymentEscrow where, bytes32 channelId, uint128 cumulative, bytes memory signature)
        private
        view
        returns (IPaymentEscrow.VoucherFault)
    {
        return where.checkVoucher(IPaymentEscrow.Voucher(channelId, cumulative), signature);
    }

    // ── contributions ─────────────────────────────────────────────────────────────────────────────────────────────

    function test_contributionIsBoundToChainRegistryDatanetAndContributor() public {
        bytes32 datanetId = createDatanet();
        bytes memory signature = signContribution(CONTRIBUTOR_KEY, datanetId, contributor, commitments(3), START);

        refuseContribution(datanets, datanetId, stranger, signature);
        vm.prank(datanetOwner);
        bytes32 otherNet = datanets.create("other", treasury, 0, "t", "m");
        refuseContribution(datanets, otherNet, contributor, signature);

        DatanetRegistry otherRegistry = new DatanetRegistry(token, DISPUTE_STAKE, DISPUTE_WINDOW);
        vm.prank(datanetOwner);
        otherRegistry.create("icd-10", treasury, 1000, keccak256("terms"), keccak256("metadata"));
        refuseContribution(otherRegistry, datanetId, contributor, signature);

        vm.chainId(FORK_ID);
        refuseContribution(datanets, datanetId, contributor, signature);
        vm.chainId(31_337);
        datanets.registerContribution(datanetId, contributor, commitments(3), START, signature);
    }

    function test_contributionSignatureHasOneForm() public {
        bytes32 datanetId = createDatanet();
        bytes memory signature = signContribution(CONTRIBUTOR_KEY, datanetId, contributor, commitments(3), START);
        refuseContribution(datanets, datanetId, contributor, malleate(signature));
        refuseContribution(datanets, datanetId, contributor, "");
        refuseContribution(datanets, datanetId, contributor, bytes.concat(signature, hex"00"));
        refuseContribution(datanets, datanetId, address(0), new bytes(65));
    }

    /// Adding, dropping or moving a commitment breaks the signature.
    function test_contributionCoversEveryCommitmentInItsOrder() public {
        bytes32 datanetId = createDatanet();
        bytes32[] memory list = commitments(3);
        bytes memory signature = signContribution(CONTRIBUTOR_KEY, datanetId, contributor, list, START);
        bytes memory refused = abi.encodeWithSelector(IDatanetRegistry.BadContributionSignature.selector);
        bytes32[][3] memory changed = [commitments(2), commitments(4), commitments(3)];
        (changed[2][0], changed[2][1]) = (list[1], list[0]);
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(refused);
            datanets.registerContribution(datanetId, contributor, changed[i], START, signature);
        }
    }

    // ── vouchers ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_voucherIsBoundToChainEscrowAndChannel() public {
        bytes32 channelId = openChannel(operator, 10 ether);
        bytes32 otherChannel = openChannel(otherOperator, 10 ether);
        bytes memory signature = signVoucher(PAYER_KEY, channelId, 1 ether);
        vm.assertTrue(faultOf(escrow, channelId, 1 ether, signature) == IPaymentEscrow.VoucherFault.None);
        vm.assertTrue(faultOf(escrow, channelId, 2 ether, signature) == IPaymentEscrow.VoucherFault.BadSignature);
        vm.assertTrue(faultOf(escrow, otherChannel, 1 ether, signature) == IPaymentEscrow.VoucherFault.BadSignature);

        vm.chainId(FORK_ID);
        vm.assertTrue(faultOf(escrow, channelId, 1 ether, signature) == IPaymentEscrow.VoucherFault.BadSignature);
        vm.chainId(31_337);
        PaymentEscrow otherEscrow = PaymentEscrow(new Settlement(settlementParams()).escrow());
        vm.assertTrue(faultOf(otherEscrow, channelId, 1 ether, signature) == IPaymentEscrow.VoucherFault.UnknownChannel);
        vm.startPrank(payer);
        token.approve(address(otherEscrow), 1 ether);
        bytes32 there = otherEscrow.openChannel(operator, signer, 0, 0, 1 ether);
        vm.stopPrank();
        bytes memory here = signVoucher(PAYER_KEY, there, 1 ether);
        vm.assertTrue(faultOf(otherEscrow, there, 1 ether, here) == IPaymentEscrow.VoucherFault.BadSignature);
    }

    function test_voucherSignatureHasOneForm() public {
        bytes32 channelId = openChannel(operator, 10 ether);
        bytes memory signature = signVoucher(PAYER_KEY, channelId, 1 ether);
        bytes[4] memory forms = [malleate(signature), bytes(""), new bytes(65), bytes.concat(signature, hex"00")];
        for (uint256 i = 0; i < forms.length; ++i) {
            vm.assertTrue(faultOf(escrow, channelId, 1 ether, forms[i]) == IPaymentEscrow.VoucherFault.BadSignature);
            vm.assertEq(collect(operator, channelId, 1 ether, forms[i]), 0);
        }
    }

    /// Nobody but the operator collects: an amount that it did not choose would have no receipt.
    function test_payerCannotBreakTheBooksByCollecting() public {
        bytes32 channelId = openChannel(operator, 10 ether);
        bytes memory signature = signVoucher(PAYER_KEY, channelId, 1);
        vm.assertEq(collect(payer, channelId, 1, signature), 0);
        vm.assertEq(settlement.stateOf(operator).funded, 0);
        vm.assertEq(settlement.stateOf(payer).funded, 0);
    }
}
