// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Operators' bonds, apart from the money
/// @notice A bond is locked while an epoch of its operator can be challenged. It leaves to its operator, or, once a fault
/// is proven, at least half of it is burned and the rest goes to the challenger.
interface IBondVault {
    /// @notice Wei of OPEN; `locked ≤ amount`.
    struct Bond {
        uint128 amount;
        uint128 locked;
    }

    event BondDeposited(address indexed operator, uint128 amount, uint128 bond);
    event BondWithdrawn(address indexed operator, uint128 amount, uint128 bond);
    event BondLocked(address indexed operator, uint128 locked);
    event BondReleased(address indexed operator);
    /// @notice What was locked is gone: burned and paid to the challenger.
    event BondSlashed(address indexed operator, address indexed challenger, uint128 burned, uint128 reward);
    /// @notice Somebody posted an operator's overdue epoch under a bond of its own.
    event PosterBondLocked(
        address indexed operator, uint64 indexed number, uint32 post, address indexed poster, uint128 amount
    );
    event PosterBondReturned(
        address indexed operator, uint64 indexed number, uint32 post, address indexed poster, uint128 amount
    );
    /// @notice What stood for a taken-over epoch is gone: burned and paid to the challenger.
    event PosterBondSlashed(
        address indexed operator,
        uint64 indexed number,
        uint32 post,
        address poster,
        address indexed challenger,
        uint128 burned,
        uint128 reward
    );

    error ZeroAddress();
    error ZeroAmount();
    error NotSettlement(address caller);
    /// @notice The operator's bond is smaller than what the post needs: deposit the difference.
    error BondTooSmall(uint128 bond, uint128 required);
    error BondIsLocked(uint128 requested, uint128 free);
    /// @notice No poster's bond lies here for this post: it was the operator's own, or the bond is returned or lost.
    error NoPosterBond(address operator, uint64 number, uint32 post);
    /// @notice The epoch still stands: its bond comes back when it is final.
    error EpochStands(address operator, uint64 number);

    /// @notice Adds to an operator's bond; anyone may (approve it first).
    function deposit(address operator, uint128 amount) external;

    /// @notice Takes back the caller's bond as far as it is not locked.
    function withdraw(uint128 amount) external;

    /// @notice Locks at least `required` of the operator's bond; `Settlement` only.
    function lock(address operator, uint128 required) external;

    /// @notice Unlocks the operator's bond; `Settlement` only, when no epoch of it is open.
    function release(address operator) external;

    /// @notice Takes the operator's locked bond: at least half of it is burned, the rest goes to `challenger`;
    /// `Settlement` only.
    /// @param keep Wei that its older open epochs still need: as much of the rest as there is gets locked.
    function slash(address operator, address challenger, uint128 keep) external;

    /// @notice Takes the bond of whoever posts an operator's overdue epoch (approved before); `Settlement` only.
    /// @param post Ordinal of the post, `ISettlement.postOf`.
    function lockPoster(address operator, uint64 number, uint32 post, address poster, uint128 amount) external;

    /// @notice Gives it back once the epoch is final; `Settlement` only.
    function returnPoster(address operator, uint64 number, uint32 post) external;

    /// @notice Gives back the bond of a taken-over epoch that is void for the fault of an earlier one; anyone may.
    function reclaimPoster(address operator, uint64 number, uint32 post) external;

    /// @notice Takes it for a proven fault of the epoch, as `slash` does; `Settlement` only.
    function slashPoster(address operator, uint64 number, uint32 post, address challenger) external;

    /// @notice Who stands for a taken-over epoch, and with how many wei.
    function posterBondOf(address operator, uint64 number, uint32 post)
        external
        view
        returns (address poster, uint96 amount);

    /// @notice The operator's bond.
    function bondOf(address operator) external view returns (Bond memory);
}
