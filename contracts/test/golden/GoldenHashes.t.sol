// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import { PaymentEscrow } from "../../src/PaymentEscrow.sol";
import { Settlement } from "../../src/Settlement.sol";
import { IModelRegistry } from "../../src/interfaces/IModelRegistry.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { Epoch, Root, SumRoot } from "../../src/types/Epoch.sol";
import { Component, Receipt } from "../../src/types/Receipt.sol";
import { Split } from "../../src/types/Split.sol";
import { vm } from "../support/Vm.sol";
import { Golden } from "./Golden.sol";

contract GoldenHashesTest is Golden {
    function test_leaves() public {
        load("leaves");
        vm.assertEq(LeafHash.commitment(word(".commitment.commitment")), word(".commitment.hash"), "commitment");
        vm.assertEq(
            LeafHash.version(word(".version.commitment"), account(".version.contributor")),
            word(".version.hash"),
            "version"
        );
        vm.assertEq(
            LeafHash.trainedRecord(word(".trainedRecord.commitment"), uint32(integer(".trainedRecord.uses"))),
            word(".trainedRecord.hash"),
            "trained record"
        );
        vm.assertEq(
            LeafHash.attribution(
                word(".attribution.callId"),
                uint32(integer(".attribution.receipt")),
                word(".attribution.commitment"),
                uint8(integer(".attribution.method")),
                int64(vm.parseJsonInt(json, ".attribution.score")),
                uint32(integer(".attribution.sharePpm")),
                uint64(integer(".attribution.weight")),
                word(".attribution.indexHash")
            ),
            word(".attribution.hash"),
            "attribution"
        );
        vm.assertEq(
            LeafHash.credit(
                account(".credit.account"),
                word(".credit.callId"),
                uint32(integer(".credit.receipt")),
                uint8(integer(".credit.role")),
                word(".credit.commitment"),
                uint128(integer(".credit.amount")),
                uint128(integer(".credit.runningSum"))
            ),
            word(".credit.hash"),
            "credit"
        );
        (address payee, uint128 cumulative) = (account(".payout.account"), uint128(integer(".payout.cumulative")));
        vm.assertEq(LeafHash.payout(payee, cumulative), word(".payout.hash"), "payout");
        vm.assertEq(LeafHash.claim(payee, cumulative), word(".payout.claimHash"), "claim");
    }

    function test_ids() public {
        load("ids");
        vm.prank(account(".datanet.owner"));
        bytes32 datanetId = datanets.create(vm.parseJsonString(json, ".datanet.slug"), treasury, 0, "t", "m");
        vm.assertEq(datanetId, word(".datanet.id"), "datanetId");

        IModelRegistry.ModelParams memory params;
        params.name = vm.parseJsonString(json, ".model.name");
        params.baseHash = word(".model.baseHash");
        params.adapterHash = word(".model.adapterHash");
        params.manifestHash = word(".model.manifestHash");
        params.split = Split(200, 2800, 5000, 2000, 0);
        vm.prank(account(".model.developer"));
        vm.assertEq(models.register(params), word(".model.id"), "modelId");

        PaymentEscrow there = PaymentEscrow(account(".channel.escrow"));
        vm.etch(address(there), address(escrow).code);
        bytes32 channelId =
            there.channelIdOf(account(".channel.payer"), account(".channel.operator"), account(".channel.signer"));
        vm.assertEq(channelId, word(".channel.id"), "channelId");

        vm.assertEq(
            keccak256(
                abi.encode(
                    word(".contribution.datanetId"), account(".contribution.contributor"), word(".contribution.root")
                )
            ),
            word(".contribution.id"),
            "contributionId"
        );
        vm.assertEq(
            keccak256(abi.encode(word(".grant.datanetId"), account(".grant.developer"))), word(".grant.id"), "grantId"
        );
    }

    function test_signatures() public {
        load("eip712");
        bytes32 contribution = contributionHash(
            word(".contribution.datanetId"),
            account(".contribution.contributor"),
            word(".contribution.root"),
            uint32(integer(".contribution.count")),
            integer(".contribution.deadline")
        );
        requireSigned("OpenLedger DatanetRegistry", contribution, ".contribution");
        bytes32 voucher = voucherHash(word(".voucher.channelId"), uint128(integer(".voucher.cumulative")));
        requireSigned("OpenLedger PaymentEscrow", voucher, ".voucher");
    }

    /// The contract itself, at the vector's address, gives the vector's leaf and digest.
    function test_receipts() public {
        load("eip712");
        Settlement there = Settlement(account(".verifyingContract"));
        vm.etch(address(there), address(settlement).code);
        uint256 receipts = lengthOf(".receipts");
        for (uint256 i = 0; i < receipts; ++i) {
            string memory path = item(".receipts", i, "");
            (bytes32 leaf, bytes32 digest) = there.hashReceipt(readReceipt(path));
            vm.assertEq(leaf, word(string.concat(path, ".structHash")), "receipt leaf");
            vm.assertEq(digest, word(string.concat(path, ".digest")), "receipt digest");
            requireSigned("OpenLedger Settlement", leaf, path);
        }
    }

    function test_epoch() public {
        load("epoch");
        Epoch memory epoch;
        epoch.operator = account(".operator");
        epoch.number = uint64(integer(".number"));
        epoch.previous = word(".previous");
        epoch.receipts = readSumRoot(".receipts");
        epoch.attributions = Root(word(".attributions.root"), uint32(integer(".attributions.count")));
        epoch.credits = Root(word(".credits.root"), uint32(integer(".credits.count")));
        epoch.payouts = readSumRoot(".payouts");
        epoch.claimsRoot = word(".claimsRoot");
        epoch.rulesRoot = word(".rulesRoot");
        epoch.codeHash = word(".codeHash");
        epoch.dataCommitment = word(".dataCommitment");
        epoch.burned = uint128(integer(".burned"));
        epoch.carriedTotal = uint128(integer(".carriedTotal"));
        vm.assertEq(epoch.hash(), word(".hash"), "epochHash");
    }

    function requireSigned(string memory domain, bytes32 structHash, string memory path) private view {
        bytes32 separator = domainOf(domain, account(".verifyingContract"), integer(".chainId"));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", separator, structHash));
        vm.assertEq(digest, word(string.concat(path, ".digest")), path);
        bytes memory signature = vm.parseJsonBytes(json, string.concat(path, ".signature"));
        vm.assertEq(ECDSA.recover(digest, signature), account(".signer"));
    }

    function readReceipt(string memory path) private view returns (Receipt memory receipt) {
        receipt.callId = word(string.concat(path, ".callId"));
        receipt.channelId = word(string.concat(path, ".channelId"));
        receipt.sequence = uint64(integer(string.concat(path, ".sequence")));
        receipt.cumulativeBefore = uint128(integer(string.concat(path, ".cumulativeBefore")));
        receipt.cumulativeAfter = uint128(integer(string.concat(path, ".cumulativeAfter")));
        uint256 components = lengthOf(string.concat(path, ".components"));
        receipt.components = new Component[](components);
        for (uint256 i = 0; i < components; ++i) {
            string memory part = item(string.concat(path, ".components"), i, "");
            receipt.components[i] = Component(
                word(string.concat(part, ".modelId")),
                uint32(integer(string.concat(part, ".scalePpm"))),
                uint32(integer(string.concat(part, ".priceVersion")))
            );
        }
        receipt.retrievedVersions = words(string.concat(path, ".retrievedVersions"));
        receipt.requestHash = word(string.concat(path, ".requestHash"));
        receipt.responseHash = word(string.concat(path, ".responseHash"));
        receipt.inputTokens = uint32(integer(string.concat(path, ".inputTokens")));
        receipt.outputTokens = uint32(integer(string.concat(path, ".outputTokens")));
        receipt.fee = uint128(integer(string.concat(path, ".fee")));
        receipt.time = uint64(integer(string.concat(path, ".time")));
    }

    function readSumRoot(string memory path) private view returns (SumRoot memory) {
        return SumRoot(
            word(string.concat(path, ".root")),
            uint128(integer(string.concat(path, ".sum"))),
            uint32(integer(string.concat(path, ".count")))
        );
    }
}
