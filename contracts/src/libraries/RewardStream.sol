// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice Money that is paid out to shares second by second.
struct Stream {
    /// Wei not paid out yet.
    uint256 pot;
    /// Paid out for one share since the beginning, in 2^-96 wei.
    uint256 perShare;
    /// Seconds until the pot is empty; they pass only while there are shares.
    uint64 remaining;
    /// When this was last brought up to date, Unix seconds.
    uint64 updatedAt;
}

/// @title Pays money out to shares over time
/// @notice What comes in is paid out evenly over a period, to those who hold shares in each second: who comes right before
/// a payment and leaves right after has earned next to nothing. While there are no shares time stands still.
/// @dev New money joins the pot; the time that is left becomes the mean of both, weighted by amount, so that dust cannot
/// stretch it.
library RewardStream {
    uint256 private constant ONE = 1 << 96;

    /// @notice Brings a stream up to now.
    /// @param shares All shares, unchanged since the stream was last brought up to date.
    /// @return paid Wei that were paid out to shares; what a division leaves stays in the pot.
    function advance(Stream memory self, uint256 shares) internal view returns (uint256 paid) {
        uint64 passed = uint64(block.timestamp) - self.updatedAt;
        self.updatedAt = uint64(block.timestamp);
        if (shares == 0 || passed == 0) return 0;
        if (passed > self.remaining) passed = self.remaining;
        uint256 due = passed == self.remaining ? self.pot : Math.mulDiv(self.pot, passed, self.remaining);
        uint256 step = Math.mulDiv(due, ONE, shares);
        paid = Math.mulDiv(step, shares, ONE, Math.Rounding.Ceil);

        self.perShare += step;
        self.pot -= paid;
        self.remaining -= passed;
    }

    /// @notice Adds money to a stream that is up to date.
    /// @param period Seconds over which it is to be paid out.
    function receiveIn(Stream memory self, uint256 amount, uint64 period) internal pure {
        uint256 total = self.pot + amount;
        uint256 weighted = self.pot * self.remaining + amount * period;
        // Fits: a mean of two uint64.
        // forge-lint: disable-next-line(unsafe-typecast)
        self.remaining = uint64(Math.ceilDiv(weighted, total));
        self.pot = total;
    }

    /// @notice Wei for `shares` whose stream has paid `perShare` more; rounded down.
    function earned(uint256 shares, uint256 perShare) internal pure returns (uint256) {
        return Math.mulDiv(shares, perShare, ONE);
    }
}
