// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How a component's fee is cut, in the order in which the cuts are made; each part in bps, 10,000 in all.
struct Split {
    uint16 burn;
    uint16 operator;
    uint16 model;
    uint16 stakers;
    uint16 data;
}

using { total } for Split global;

/// @dev The sum of the five parts; five uint16 fit a uint256 without overflow.
function total(Split memory split) pure returns (uint256) {
    return uint256(split.burn) + split.operator + split.model + split.stakers + split.data;
}
