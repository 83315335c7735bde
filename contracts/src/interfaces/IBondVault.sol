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

    error ZeroAddress();
    error ZeroAmount();
    error NotSettlement(address caller);
    /// @notice The operator's bond is smaller than what the post needs: deposit the difference.
    error BondTooSmall(uint128 bond, uint128 required);
    error BondIsLocked(uint128 requested, uint128 free);

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

    /// @notice The operator's bond.
    function bondOf(address operator) external view returns (Bond memory);
}
