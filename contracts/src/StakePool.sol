// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Checkpoints } from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import { IStakePool } from "./interfaces/IStakePool.sol";
import { RewardStream, Stream } from "./libraries/RewardStream.sol";

/// @title The stake behind one subject
/// @dev `Staking` creates the implementation; pools are its clones.
contract StakePool is IStakePool {
    using SafeERC20 for IERC20;
    using Checkpoints for Checkpoints.Trace208;
    using RewardStream for Stream;

    uint256 private constant BPS = 10_000;

    IERC20 private immutable _token;
    address private immutable _staking;
    uint64 private immutable _unbondingDelay;
    uint64 private immutable _rewardPeriod;

    /// @dev What is unbonding of one account.
    struct Unbonding {
        uint192 shares;
        uint64 readyAt;
    }

    /// @dev An account's earnings up to `paidTo`, a value of the stream's `perShare`.
    struct Earned {
        uint256 paidTo;
        uint256 amount;
    }

    uint256 private _unbonding;
    uint256 private _unbondingShares;
    /// @dev Paid out to shares and not yet to accounts.
    uint256 private _owed;
    Stream private _stream;
    Checkpoints.Trace208 private _stakes;
    Checkpoints.Trace208 private _shares;
    mapping(address account => Checkpoints.Trace208) private _sharesOf;
    mapping(address account => Unbonding) private _unbondings;
    mapping(address account => Earned) private _earned;

    modifier onlyStaking() {
        require(msg.sender == _staking, NotStaking(msg.sender));
        _;
    }

    /// @param token_ OPEN.
    /// @param unbondingDelay Seconds.
    /// @param rewardPeriod Seconds.
    constructor(IERC20 token_, uint64 unbondingDelay, uint64 rewardPeriod) {
        _token = token_;
        _staking = msg.sender;
        _unbondingDelay = unbondingDelay;
        _rewardPeriod = rewardPeriod;
    }

    /// @inheritdoc IStakePool
    function add(address account, uint256 amount) external onlyStaking {
        _settle(account);
        uint256 stake = _stakes.latest();
        uint256 shares = _shares.latest();
        // The price is at most 1, so a wei buys a share at least.
        uint256 bought = shares == 0 ? amount : Math.mulDiv(amount, shares, stake);

        _set(stake + amount, shares + bought);
        _setShares(account, _sharesOf[account].latest() + bought);
    }

    /// @inheritdoc IStakePool
    function unbond(address account, uint256 amount) external onlyStaking returns (uint256 moved, uint64 readyAt) {
        _settle(account);
        uint256 stake = _stakes.latest();
        uint256 shares = _shares.latest();
        uint256 own = _sharesOf[account].latest();
        require(own > 0, NothingStaked(account));
        uint256 sold = own;
        moved = Math.mulDiv(own, stake, shares);
        if (amount < moved) {
            sold = Math.mulDiv(amount, shares, stake, Math.Rounding.Ceil);
            moved = Math.mulDiv(sold, stake, shares);
        }
        readyAt = uint64(block.timestamp) + _unbondingDelay;
        Unbonding storage mine = _unbondings[account];
        uint256 bought = _unbondingShares == 0 ? moved : Math.mulDiv(moved, _unbondingShares, _unbonding);

        _set(stake - moved, shares - sold);
        _setShares(account, own - sold);
        _unbonding += moved;
        _unbondingShares += bought;
        (mine.shares, mine.readyAt) = (SafeCast.toUint192(mine.shares + bought), readyAt);
    }

    /// @inheritdoc IStakePool
    function withdraw(address account) external onlyStaking returns (uint256 amount) {
        Unbonding memory mine = _unbondings[account];
        require(mine.readyAt > 0, NothingUnbonding(account));
        require(block.timestamp >= mine.readyAt, StillUnbonding(mine.readyAt));
        amount = _unbondingOf(mine.shares);

        delete _unbondings[account];
        _unbonding -= amount;
        _unbondingShares -= mine.shares;

        if (amount > 0) _token.safeTransfer(account, amount);
    }

    /// @inheritdoc IStakePool
    function payRewards(address account) external onlyStaking returns (uint256 amount) {
        _settle(account);
        amount = _earned[account].amount;

        _earned[account].amount = 0;
        _owed -= amount;

        if (amount > 0) _token.safeTransfer(account, amount);
    }

    /// @inheritdoc IStakePool
    function slash(uint16 bps) external onlyStaking returns (uint256 burned) {
        uint256 stake = _stakes.latest();
        uint256 fromStake = stake * bps / BPS;
        uint256 fromUnbonding = _unbonding * bps / BPS;
        burned = fromStake + fromUnbonding;

        _stakes.push(uint48(block.timestamp), SafeCast.toUint208(stake - fromStake));
        _unbonding -= fromUnbonding;

        if (burned > 0) ERC20Burnable(address(_token)).burn(burned);
    }

    /// @inheritdoc IStakePool
    function state() external view returns (PoolState memory now_) {
        (Stream memory stream, uint256 released) = _streamed();
        now_.stake = _stakes.latest();
        now_.shares = _shares.latest();
        now_.unbonding = _unbonding;
        now_.unbondingShares = _unbondingShares;
        (now_.pot, now_.remaining) = (stream.pot, stream.remaining);
        now_.owed = _owed + released;
    }

    /// @inheritdoc IStakePool
    function positionOf(address account) external view returns (Position memory position) {
        (Stream memory stream,) = _streamed();
        Unbonding memory mine = _unbondings[account];
        position.shares = _sharesOf[account].latest();
        if (position.shares > 0) position.stake = Math.mulDiv(position.shares, _stakes.latest(), _shares.latest());
        if (mine.shares > 0) position.unbonding = _unbondingOf(mine.shares);
        position.readyAt = mine.readyAt;
        position.rewards = _earnedAt(account, stream.perShare);
    }

    /// @inheritdoc IStakePool
    function stakeAt(address account, uint64 time) external view returns (uint256) {
        uint256 own = _sharesOf[account].upperLookupRecent(SafeCast.toUint48(time));
        return own == 0 ? 0 : Math.mulDiv(own, totalAt(time), _shares.upperLookupRecent(SafeCast.toUint48(time)));
    }

    /// @inheritdoc IStakePool
    function totalAt(uint64 time) public view returns (uint256) {
        return _stakes.upperLookupRecent(SafeCast.toUint48(time));
    }

    /// @dev Brings the stream and an account's earnings up to now, before anything changes.
    function _settle(address account) private {
        uint256 released;
        (_stream, released) = _streamed();
        _owed += released;
        uint256 perShare = _stream.perShare;
        _earned[account] = Earned(perShare, _earnedAt(account, perShare));
    }

    /// @dev The stream as it stands now, and what it has paid out since it was written. What lies here and is in no book
    /// came in since.
    function _streamed() private view returns (Stream memory stream, uint256 released) {
        stream = _stream;
        uint256 booked = _stakes.latest() + _unbonding + _owed + stream.pot;
        uint256 balance = _token.balanceOf(address(this));
        released = stream.advance(_shares.latest());
        if (balance > booked) stream.receiveIn(balance - booked, _rewardPeriod);
    }

    function _earnedAt(address account, uint256 perShare) private view returns (uint256) {
        Earned storage earned = _earned[account];
        uint256 own = _sharesOf[account].latest();
        return earned.amount + RewardStream.earned(own, perShare - earned.paidTo);
    }

    function _unbondingOf(uint256 shares) private view returns (uint256) {
        return shares == 0 ? 0 : Math.mulDiv(shares, _unbonding, _unbondingShares);
    }

    function _set(uint256 stake, uint256 shares) private {
        _stakes.push(uint48(block.timestamp), SafeCast.toUint208(stake));
        _shares.push(uint48(block.timestamp), SafeCast.toUint208(shares));
    }

    function _setShares(address account, uint256 shares) private {
        _sharesOf[account].push(uint48(block.timestamp), SafeCast.toUint208(shares));
    }
}
