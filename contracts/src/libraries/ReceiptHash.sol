// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Component, Receipt } from "../types/Receipt.sol";

/// @title EIP-712 struct hash of a receipt, which is also its leaf
library ReceiptHash {
    bytes32 internal constant COMPONENT_TYPEHASH =
        keccak256("Component(bytes32 modelId,uint32 scalePpm,uint32 priceVersion)");
    bytes32 internal constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(bytes32 callId,bytes32 channelId,uint64 sequence,uint128 cumulativeBefore,uint128 cumulativeAfter,Component[] components,bytes32[] retrievedVersions,bytes32 requestHash,bytes32 responseHash,uint32 inputTokens,uint32 outputTokens,uint128 fee,uint64 time)Component(bytes32 modelId,uint32 scalePpm,uint32 priceVersion)"
    );

    function hash(Receipt memory receipt) internal pure returns (bytes32) {
        // In two halves: one abi.encode of fourteen values is too deep for the stack.
        bytes memory head = abi.encode(
            RECEIPT_TYPEHASH,
            receipt.callId,
            receipt.channelId,
            receipt.sequence,
            receipt.cumulativeBefore,
            receipt.cumulativeAfter,
            hashComponents(receipt.components)
        );
        bytes memory tail = abi.encode(
            keccak256(abi.encodePacked(receipt.retrievedVersions)),
            receipt.requestHash,
            receipt.responseHash,
            receipt.inputTokens,
            receipt.outputTokens,
            receipt.fee,
            receipt.time
        );
        return keccak256(bytes.concat(head, tail));
    }

    function hashComponents(Component[] memory components) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](components.length);
        for (uint256 i = 0; i < components.length; ++i) {
            Component memory part = components[i];
            hashes[i] = keccak256(abi.encode(COMPONENT_TYPEHASH, part.modelId, part.scalePpm, part.priceVersion));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
