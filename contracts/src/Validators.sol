// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IStaking } from "./interfaces/IStaking.sol";
import { IValidators } from "./interfaces/IValidators.sol";

/// @title Validators of whom committees are drawn
abstract contract Validators is IValidators {
    uint256 public constant MAX_SEATS = 64;

    /// @inheritdoc IValidators
    uint128 public immutable minimumStake;
    IStaking private immutable _staking;
    /// @dev Seconds for which a request can be drawn: a seat does not change hands twice in that time.
    uint64 private immutable _drawWindow;

    Seat[] private _seats;
    /// @dev One more than the place of the account's seat; 0: it has none.
    mapping(address account => uint256) private _placeOf;
    /// @inheritdoc IValidators
    mapping(address validator => bytes32) public encryptionKeyOf;

    constructor(IStaking staking_, uint128 minimumStake_, uint64 drawWindow) {
        _staking = staking_;
        minimumStake = minimumStake_;
        _drawWindow = drawWindow;
    }

    /// @inheritdoc IValidators
    function register(bytes32 encryptionKey, uint256 seat) external {
        require(encryptionKey != 0, NoEncryptionKey());
        uint256 place = _placeOf[msg.sender];
        if (place == 0) _take(seat);
        else seat = place - 1;

        encryptionKeyOf[msg.sender] = encryptionKey;
        emit ValidatorSeated(msg.sender, seat, encryptionKey);
    }

    /// @inheritdoc IValidators
    function giveUp() external {
        require(_placeOf[msg.sender] > 0, NotSeated(msg.sender));
        _stand(msg.sender);
    }

    /// @inheritdoc IValidators
    function putOut(address validator) external {
        require(_placeOf[validator] > 0, NotSeated(validator));
        uint256 stake = _stakeOf(validator);
        require(stake < minimumStake, SeatTaken(_placeOf[validator] - 1));
        _stand(validator);
    }

    /// @inheritdoc IValidators
    function seatOf(uint256 seat) external view returns (Seat memory) {
        require(seat < _seats.length, NoSuchSeat(seat));
        return _seats[seat];
    }

    /// @inheritdoc IValidators
    function placeOf(address validator) external view returns (bool seated, uint256 seat) {
        uint256 place = _placeOf[validator];
        return place == 0 ? (false, 0) : (true, place - 1);
    }

    /// @inheritdoc IValidators
    function seatCount() external view returns (uint256) {
        return _seats.length;
    }

    /// @dev Who had each seat in the second before `time`, and the stake of its pool then. 0 for an empty seat, for the
    /// two excluded, and for who had less than the least stake.
    function _seatedBefore(uint64 time, address excluded, address alsoExcluded)
        internal
        view
        returns (address[] memory accounts, uint256[] memory weights)
    {
        accounts = new address[](_seats.length);
        weights = new uint256[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) {
            address account = _seatedAt(_seats[i], time);
            if (account == address(0) || account == excluded || account == alsoExcluded) continue;
            uint256 stake = _staking.poolStakeAt(_staking.subjectOf(account), time - 1);
            if (stake < minimumStake) continue;
            (accounts[i], weights[i]) = (account, stake);
        }
    }

    function _take(uint256 seat) private {
        uint256 stake = _stakeOf(msg.sender);
        require(stake >= minimumStake, StakeTooSmall(stake, minimumStake));
        require(seat < MAX_SEATS && seat <= _seats.length, NoSuchSeat(seat));
        if (seat == _seats.length) _seats.push();
        Seat storage taken = _seats[seat];
        _requireFree(taken, seat, stake);

        if (taken.account != address(0)) {
            if (taken.until == 0) _stand(taken.account);
            (taken.previous, taken.previousSince, taken.previousUntil) = (taken.account, taken.since, taken.until);
        }
        (taken.account, taken.since, taken.until) = (msg.sender, uint48(block.timestamp), 0);
        _placeOf[msg.sender] = seat + 1;
    }

    /// @dev A seat that somebody has can be taken if there is no other and the caller has more stake.
    function _requireFree(Seat storage taken, uint256 seat, uint256 stake) private view {
        if (taken.account == address(0)) return;
        uint256 changedAt = taken.until > 0 ? taken.until : taken.since;
        uint256 freeAt = changedAt + _drawWindow + 1;
        require(block.timestamp >= freeAt, SeatJustChanged(seat, freeAt));
        if (taken.until > 0) return;
        require(_seats.length == MAX_SEATS && stake > _stakeOf(taken.account), SeatTaken(seat));
        for (uint256 i = 0; i < MAX_SEATS; ++i) {
            require(_seats[i].until == 0, SeatTaken(seat));
        }
    }

    function _stand(address account) private {
        uint256 seat = _placeOf[account] - 1;

        _placeOf[account] = 0;
        _seats[seat].until = uint48(block.timestamp);
        emit ValidatorLeft(account, seat);
    }

    function _seatedAt(Seat storage seat, uint64 time) private view returns (address) {
        if (seat.since < time) return seat.until == 0 || seat.until >= time ? seat.account : address(0);
        return seat.previousSince < time && seat.previousUntil >= time ? seat.previous : address(0);
    }

    function _stakeOf(address account) private view returns (uint256) {
        return _staking.stateOf(_staking.subjectOf(account)).stake;
    }
}
