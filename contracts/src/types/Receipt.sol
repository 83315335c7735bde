// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice One model of a call with its scale (ppm) and the price version that the call was billed at.
struct Component {
    bytes32 modelId;
    uint32 scalePpm;
    uint32 priceVersion;
}

/// @notice The operator-signed record of one paid call; a channel's receipts form a chain by sequence and cumulative.
struct Receipt {
    bytes32 callId;
    bytes32 channelId;
    uint64 sequence;
    uint128 cumulativeBefore;
    uint128 cumulativeAfter;
    Component[] components;
    bytes32[] retrievedVersions;
    bytes32 requestHash;
    bytes32 responseHash;
    uint32 inputTokens;
    uint32 outputTokens;
    uint128 fee;
    uint64 time;
}
