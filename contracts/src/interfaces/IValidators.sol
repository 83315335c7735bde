// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Validators of whom committees are drawn
/// @notice An account whose own pool holds enough stake takes one of 64 seats and names the key that content for it is
/// encrypted to. Seats keep their places, and who had one when a request was made keeps it for that request: nobody who
/// comes, leaves or is put out afterwards changes whom it draws.
interface IValidators {
    /// @notice A seat: who has it, since when, and until when (Unix seconds; 0: still); and who had it before.
    struct Seat {
        address account;
        uint48 since;
        uint48 until;
        address previous;
        uint48 previousSince;
        uint48 previousUntil;
    }

    event ValidatorSeated(address indexed validator, uint256 seat, bytes32 encryptionKey);
    event ValidatorLeft(address indexed validator, uint256 seat);

    error StakeTooSmall(uint256 stake, uint256 minimum);
    error NoEncryptionKey();
    error NoSuchSeat(uint256 seat);
    /// @notice The seat changed hands not long ago: a request may still be drawn from who had it before.
    error SeatJustChanged(uint256 seat, uint256 freeAt);
    /// @notice Another validator has the seat: take a free one, or, if all are taken, one with less stake than the caller's.
    error SeatTaken(uint256 seat);
    error NotSeated(address account);

    /// @notice Takes a seat, or, for who has one, changes the encryption key (`seat` is not read then).
    /// @param encryptionKey X25519 public key.
    function register(bytes32 encryptionKey, uint256 seat) external;

    /// @notice Gives the caller's seat up; what was requested before may still draw it.
    function giveUp() external;

    /// @notice Puts out a validator whose pool has fallen below the least stake; anyone may.
    function putOut(address validator) external;

    /// @notice The X25519 public key that content for a validator is encrypted to.
    function encryptionKeyOf(address validator) external view returns (bytes32);

    /// @notice A seat by its place.
    function seatOf(uint256 seat) external view returns (Seat memory);

    /// @notice The place of a validator's seat.
    function placeOf(address validator) external view returns (bool seated, uint256 seat);

    /// @notice Seats ever taken; places count from 0.
    function seatCount() external view returns (uint256);

    /// @notice Least stake in a validator's own pool, wei.
    function minimumStake() external view returns (uint128);
}
