// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Creates the contracts that must know each other by immutable addresses
/// @notice `Settlement` names `Challenges`, which names the provers, which name `Settlement`: no order of plain
/// deployments closes that circle. What this contract creates stands at addresses that follow from its own address and
/// the step's number (EIP-161 nonces), and its own address (CREATE2) follows from the parameters and from the hash of
/// every creation code. So anyone may send the steps, and nobody can make anything else of them.
/// @dev Steps: 1 `Settlement(SettlementParams)`; 2 `Staking(address settlement, address committee, StakingParams)`; 3 to
/// n + 2 the n provers in the order of their kinds, and n + 3 `Origins`, each with the arguments (address settlement,
/// address datanetRegistry, address modelRegistry, address staking), of which a constructor may take the first so many;
/// n + 4 `Challenges(address settlement, address[] provers, address origins, uint64 answerWindow, uint96 pricePerLeaf)`;
/// n + 5 `Committee(address settlement, CommitteeParams)`.
interface IGenesis {
    event Created(uint256 indexed step, address created);

    /// @notice Step numbers fit one byte of RLP.
    error TooManySteps(uint256 steps);
    /// @notice This is not the creation code of the next step, or nothing is left to create.
    error WrongCode(uint256 step, bytes32 codeHash);

    /// @notice Creates the next step's contract; anyone may. A constructor's revert comes through.
    /// @param creationCode Without arguments; its hash was fixed at deployment.
    function create(bytes calldata creationCode) external returns (address created);

    /// @notice Where a step's contract stands or will stand; steps count from 1.
    function addressOf(uint256 step) external view returns (address);

    /// @notice The step that `create` takes next; one more than all steps when everything stands.
    function nextStep() external view returns (uint256);
}
