// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title How much of a call's weight lies where it does not belong
library MovedWeight {
    /// @notice Sum over the posted attributions of what each exceeds the members' median by. Of an even number of members
    /// the greater middle one counts: doubt is for the operator.
    /// @param posted Weights as posted.
    /// @param revealed Lists of the same length, at least one.
    function moved(uint64[] memory posted, uint64[][] memory revealed) internal pure returns (uint256 sum) {
        uint64[] memory column = new uint64[](revealed.length);
        for (uint256 i = 0; i < posted.length; ++i) {
            for (uint256 j = 0; j < column.length; ++j) {
                column[j] = revealed[j][i];
            }
            uint64 median = upperMedianInPlace(column);
            if (posted[i] > median) sum += posted[i] - median;
        }
    }

    /// @notice The middle value, of two the greater; sorts the values.
    function upperMedianInPlace(uint64[] memory values) internal pure returns (uint64) {
        for (uint256 i = 1; i < values.length; ++i) {
            for (uint256 j = i; j > 0 && values[j - 1] > values[j]; --j) {
                (values[j - 1], values[j]) = (values[j], values[j - 1]);
            }
        }
        return values[values.length / 2];
    }
}
