// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { DatanetRegistry } from "../../src/DatanetRegistry.sol";
import { ModelRegistry } from "../../src/ModelRegistry.sol";
import { IStaking } from "../../src/interfaces/IStaking.sol";
import { LeafOrder } from "../../src/libraries/LeafOrder.sol";
import { Curator } from "../../src/types/Curator.sol";
import { AttributionLeaf, CreditLeaf, PayoutLeaf, VersionLeaf } from "../../src/types/Leaves.sol";
import { Component, Receipt } from "../../src/types/Receipt.sol";
import { Royalty } from "../../src/types/Royalty.sol";
import { Split } from "../../src/types/Split.sol";
import { Book } from "./Book.sol";

struct World {
    address operator;
    ModelRegistry models;
    DatanetRegistry datanets;
    IStaking staking;
    VersionLeaf[] firstVersion;
    VersionLeaf[] secondVersion;
    bytes32[2] versionRoots;
}

/// @notice Derives an honest book from receipts and attributions: protocol §5, written once more for the tests.
library Derive {
    /// @dev Credits before they are sorted; an array in memory cannot grow.
    struct Heap {
        CreditLeaf[256] leaves;
        uint256 length;
    }

    /// @dev A record's income of a call, and the receipt's time.
    struct Owed {
        uint256 income;
        uint64 time;
    }

    /// @notice Fills in channel, sequence, fee and cumulatives: the first `split` receipts are of the lower channel.
    function chain(
        World memory world,
        Receipt[] memory list,
        bytes32[2] memory channelIds,
        uint256 split,
        uint64[2] memory sequences,
        uint128[2] memory cumulatives
    ) internal view {
        for (uint256 i = 0; i < list.length; ++i) {
            uint256 c = i < split ? 0 : 1;
            Receipt memory receipt = list[i];
            receipt.channelId = channelIds[c];
            receipt.sequence = ++sequences[c];
            uint128[] memory fees = componentFees(world, receipt);
            for (uint256 j = 0; j < fees.length; ++j) {
                receipt.fee += fees[j];
            }
            receipt.cumulativeBefore = cumulatives[c];
            cumulatives[c] += receipt.fee;
            receipt.cumulativeAfter = cumulatives[c];
        }
    }

    function componentFees(World memory world, Receipt memory receipt) internal view returns (uint128[] memory fees) {
        fees = new uint128[](receipt.components.length);
        uint256 whole = 0;
        for (uint256 i = 0; i < fees.length; ++i) {
            whole += receipt.components[i].scalePpm;
        }
        for (uint256 i = 0; i < fees.length; ++i) {
            Component memory part = receipt.components[i];
            (uint128 inputPrice, uint128 outputPrice,) = world.models.priceOf(part.modelId, part.priceVersion);
            uint256 fee = receipt.inputTokens * uint256(inputPrice) + receipt.outputTokens * uint256(outputPrice);
            fees[i] = uint128(fees.length == 1 ? fee : fee * part.scalePpm / whole);
        }
    }

    function book(
        World memory world,
        Book memory previous,
        uint64 number,
        Receipt[] memory receipts,
        AttributionLeaf[] memory attributions
    ) internal view returns (Book memory made) {
        made.operator = world.operator;
        made.number = number;
        made.previous = number == 1 ? bytes32(0) : previous.header().hash();
        made.receipts = receipts;
        made.attributions = attributions;
        made.carriedTotal = previous.carriedTotal;
        Heap memory heap;
        for (uint256 i = 0; i < receipts.length; ++i) {
            _pay(world, made, heap, uint32(i));
        }
        made.credits = sortedCredits(heap);
        made.payouts = payouts(previous.payouts, made.credits);
    }

    function _pay(World memory world, Book memory made, Heap memory heap, uint32 index) private view {
        Receipt memory receipt = made.receipts[index];
        uint128[] memory fees = componentFees(world, receipt);
        uint256 data = 0;
        for (uint256 i = 0; i < fees.length; ++i) {
            data += _paySplit(world, made, heap, index, receipt.components[i].modelId, fees[i]);
        }
        uint256 running = 0;
        for (uint256 i = 0; i < made.attributions.length; ++i) {
            AttributionLeaf memory entry = made.attributions[i];
            if (entry.callId != receipt.callId) continue;
            uint256 income = data * (running + entry.weight) / 1e18 - data * running / 1e18;
            running += entry.weight;
            _payData(world, heap, index, entry, Owed(income, receipt.time));
        }
    }

    function _paySplit(
        World memory world,
        Book memory made,
        Heap memory heap,
        uint32 index,
        bytes32 modelId,
        uint256 fee
    ) private view returns (uint256 data) {
        Split memory split = world.models.modelOf(modelId).split;
        uint256[4] memory upTo;
        upTo[0] = fee * split.burn / 10_000;
        upTo[1] = fee * (uint256(split.burn) + split.operator) / 10_000;
        upTo[2] = fee * (uint256(split.burn) + split.operator + split.model) / 10_000;
        upTo[3] = fee * (10_000 - uint256(split.data)) / 10_000;
        made.burned += uint128(upTo[0]);
        CreditLeaf memory credit;
        (credit.callId, credit.receipt) = (made.receipts[index].callId, index);
        (credit.account, credit.role, credit.amount) = (world.operator, 1, uint128(upTo[1] - upTo[0]));
        add(heap, credit);
        _payModel(world, heap, credit, modelId, upTo[2] - upTo[1], made.receipts[index].time);
        (credit.account, credit.role) = (world.staking.poolOf(modelId), 3);
        credit.amount = uint128(upTo[3] - upTo[2]);
        add(heap, credit);
        return fee - upTo[3];
    }

    function _payModel(
        World memory world,
        Heap memory heap,
        CreditLeaf memory credit,
        bytes32 modelId,
        uint256 amount,
        uint64 time
    ) private view {
        Royalty[] memory royalties = world.models.royaltiesOf(modelId);
        credit.role = 2;
        uint256 bps = 0;
        uint256 paid = 0;
        for (uint256 i = 0; i < royalties.length; ++i) {
            bps += royalties[i].bps;
            credit.account = world.models.ownerAt(royalties[i].ancestor, time);
            credit.amount = uint128(amount * bps / 10_000 - paid);
            paid += credit.amount;
            add(heap, credit);
        }
        (credit.account, credit.amount) = (world.models.ownerAt(modelId, time), uint128(amount - paid));
        add(heap, credit);
    }

    function _payData(
        World memory world,
        Heap memory heap,
        uint32 index,
        AttributionLeaf memory entry,
        Owed memory owed
    ) private view {
        CreditLeaf memory credit;
        (credit.callId, credit.receipt, credit.commitment) = (entry.callId, index, entry.commitment);
        if (entry.method == 3) {
            credit.account = world.datanets.datanetOf(entry.commitment).treasury;
            (credit.role, credit.amount) = (6, uint128(owed.income));
            add(heap, credit);
            return;
        }
        (address contributor, bytes32 root) = ownerOf(world, entry.commitment);
        (bytes32 datanetId,,,) = world.datanets.versionOf(root);
        uint256 cut = owed.income * world.datanets.datanetOf(datanetId).curatorRateBps / 10_000;
        bytes32 dispute = world.datanets.disputeAt(datanetId, contributor, entry.commitment, owed.time);
        credit.account = dispute == 0 ? contributor : world.datanets.potOf(dispute);
        (credit.role, credit.amount) = (4, uint128(owed.income - cut));
        add(heap, credit);
        Curator[] memory curators = world.datanets.curatorsAt(datanetId, owed.time);
        credit.role = 5;
        uint256 bps = 0;
        uint256 paid = 0;
        for (uint256 i = 0; i < curators.length; ++i) {
            bps += curators[i].bps;
            (credit.account, credit.amount) = (curators[i].account, uint128(cut * bps / 10_000 - paid));
            paid += credit.amount;
            add(heap, credit);
        }
        (credit.account, credit.amount) = (world.datanets.ownerAt(datanetId, owed.time), uint128(cut - paid));
        add(heap, credit);
    }

    function ownerOf(World memory world, bytes32 commitment) internal pure returns (address, bytes32) {
        for (uint256 i = 0; i < world.firstVersion.length; ++i) {
            VersionLeaf memory leaf = world.firstVersion[i];
            if (leaf.commitment == commitment) return (leaf.contributor, world.versionRoots[0]);
        }
        for (uint256 i = 0; i < world.secondVersion.length; ++i) {
            VersionLeaf memory leaf = world.secondVersion[i];
            if (leaf.commitment == commitment) return (leaf.contributor, world.versionRoots[1]);
        }
        revert("no such record");
    }

    /// @dev Adds up equal keys; amounts of 0 leave nothing.
    function add(Heap memory heap, CreditLeaf memory credit) internal pure {
        if (credit.amount == 0) return;
        for (uint256 i = 0; i < heap.length; ++i) {
            CreditLeaf memory leaf = heap.leaves[i];
            if (leaf.callId != credit.callId || leaf.account != credit.account) continue;
            if (leaf.role != credit.role || leaf.commitment != credit.commitment) continue;
            leaf.amount += credit.amount;
            return;
        }
        heap.leaves[heap.length++] = CreditLeaf(
            credit.account, credit.callId, credit.receipt, credit.role, credit.commitment, credit.amount, 0
        );
    }

    /// @dev In leaf order with each account's running sum.
    function sortedCredits(Heap memory heap) internal pure returns (CreditLeaf[] memory list) {
        list = new CreditLeaf[](heap.length);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = heap.leaves[i];
            for (uint256 j = i; j > 0 && LeafOrder.ascends(list[j], list[j - 1]); --j) {
                (list[j - 1], list[j]) = (list[j], list[j - 1]);
            }
        }
        sumUp(list);
    }

    function sumUp(CreditLeaf[] memory list) internal pure {
        for (uint256 i = 0; i < list.length; ++i) {
            bool same = i > 0 && list[i - 1].account == list[i].account;
            list[i].runningSum = list[i].amount + (same ? list[i - 1].runningSum : 0);
        }
    }

    function payouts(PayoutLeaf[] memory before, CreditLeaf[] memory credits)
        internal
        pure
        returns (PayoutLeaf[] memory list)
    {
        PayoutLeaf[] memory all = new PayoutLeaf[](before.length + credits.length);
        uint256 length = 0;
        for (uint256 i = 0; i < all.length; ++i) {
            PayoutLeaf memory leaf = i < before.length
                ? PayoutLeaf(before[i].account, before[i].cumulative)
                : PayoutLeaf(credits[i - before.length].account, credits[i - before.length].amount);
            uint256 place = 0;
            while (place < length && all[place].account != leaf.account) ++place;
            if (place < length) {
                all[place].cumulative += leaf.cumulative;
                continue;
            }
            for (++length; place > 0 && all[place - 1].account > leaf.account; --place) {
                all[place] = all[place - 1];
            }
            all[place] = leaf;
        }
        list = new PayoutLeaf[](length);
        for (uint256 i = 0; i < length; ++i) {
            list[i] = all[i];
        }
    }
}
